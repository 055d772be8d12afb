using System.Runtime.Versioning;
using Telemed.Server.Tests;
using Telemed.TestKit.Postgres;

[assembly: SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(PostgresFixture))]
[assembly: AssemblyFixture(typeof(TestDatabases))]
