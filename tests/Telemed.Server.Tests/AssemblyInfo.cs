using System.Runtime.Versioning;
using Telemed.TestKit.Postgres;

[assembly: SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(PostgresFixture))]
