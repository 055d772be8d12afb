using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>R1: a recording is kept by its class, and what is filed in a record as long as that record.</summary>
public sealed class R1Tests : KeptRecordingTests
{
    [Fact]
    public async Task What_is_filed_in_a_record_is_not_destroyed_before_that_records_time()
    {
        await Xu.DoAsync($"/api/recordings/{Id}/file", new { commandId = Person.NewId(), @class = "outpatient" });

        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(Xu, "destroy")));
        Assert.Equal("refused", await TestServer.ProblemAsync(await Xu.PostAsync(
            $"/api/recordings/{Id}/file", new { commandId = Person.NewId(), @class = "consult" })));
        var keeping = (await Xu.GetAsync($"/api/recordings/{Id}")).GetProperty("keeping");
        Assert.Equal("outpatient", keeping.GetProperty("class").GetString());
        Assert.Equal(JsonValueKind.Null, (await Liu.GetAsync($"/api/recordings/{Id}")).GetProperty("keeping").ValueKind);
    }
}
