"""The case database: the only place with SQL. One function per job, each one transaction, plain values returned."""
