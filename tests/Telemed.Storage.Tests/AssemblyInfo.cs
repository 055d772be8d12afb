using Telemed.TestKit.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
