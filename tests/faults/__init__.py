"""What breaks and must not hurt: processes killed, disks full, mail away, clocks moved. `python -m tests.faults.run`; see docs/faults.md."""
