"""What is kept: tables, queries, operations, importers, adapters, migrations, the demo bank, the embedded database."""
