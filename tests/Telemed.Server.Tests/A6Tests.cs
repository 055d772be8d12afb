using Microsoft.AspNetCore.Routing;

namespace Telemed.Server.Tests;

/// <summary>A6: neither the answers that operators and administrators get nor any line of the log carry patient data.</summary>
public sealed class A6Tests : EveryRoleTests
{
    [Fact]
    public async Task Those_who_see_no_case_get_no_patient_data_from_any_door_that_can_be_read()
    {
        var paths = Server.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(one => one.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? false)
            .Select(one => "/" + one.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path.StartsWith("/api", StringComparison.Ordinal) || path.StartsWith("/fhir", StringComparison.Ordinal))
            .Select(path => path.Replace("{id}", Consult, StringComparison.Ordinal))
            .Concat(["/api/consults?view=queue", "/openapi/v1.json", "/readyz", "/healthz"])
            .ToList();
        Assert.Contains("/api/network/people.csv", paths);
        foreach (var user in (string[])[Guo, Lin, Tang, "mai.ming"])
        {
            foreach (var path in paths)
            {
                var text = await (await People[user].Client.GetAsync(path)).Content.ReadAsStringAsync();
                Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
            }
        }

        Assert.All(Server.Log.Lines, line => Assert.All(
            Secrets.All, secret => Assert.DoesNotContain(secret, line.Text, StringComparison.Ordinal)));
    }
}
