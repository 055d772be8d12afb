using Telemed.Consults.Recordings;
using static Telemed.Consults.Tests.RecordingCases;

namespace Telemed.Consults.Tests.Codes;

/// <summary>R1: how long a recording is kept follows from its class.</summary>
public sealed class R1Tests
{
    [Fact]
    public void A_recording_is_kept_by_its_class_and_never_for_less_than_was_promised()
    {
        var periods = new RetentionPeriods();
        var filed = Then(Sealed(), new RecordingCommand.File(A, T0, RetentionClass.Inpatient));

        Assert.Equal(filed.SealedAt + periods.Inpatient, filed.KeptUntil(periods));
        Assert.Equal(Sealed().SealedAt + periods.Consult, Sealed().KeptUntil(periods));
        Assert.Equal("retention", Tell.Code(RecordingDecider.Decide(
            filed, new RecordingCommand.File(A, T0, RetentionClass.Outpatient))));
    }
}
