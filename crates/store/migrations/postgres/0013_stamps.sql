-- Registers: what keeps figures up to date. It follows from who writes, and stands in no backup.

-- Whether something of a block of 16,384 entries of an owner's register has changed: every transaction that writes there
-- sets another stamp. Of the links of persons ('person links' in place of a register) the block is 0. A block without a
-- stamp is one to which nobody has written since there are stamps. The stamp without an owner is that of the register's
-- definition.
CREATE TABLE entry_stamps (
    owner TEXT NOT NULL,
    register TEXT NOT NULL,
    block BIGINT NOT NULL,
    stamp BIGINT NOT NULL,
    PRIMARY KEY (owner, register, block)
);
