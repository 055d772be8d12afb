using Telemed.Consults.Recordings;
using static Telemed.Consults.Tests.RecordingCases;

namespace Telemed.Consults.Tests.Codes;

/// <summary>R2: nothing is destroyed before its time, and never by one person alone.</summary>
public sealed class R2Tests
{
    [Fact]
    public void Nothing_is_destroyed_before_its_retention_is_over_or_by_one_person()
    {
        var early = new RecordingCommand.Ask(A, T0, TwoPersonStep.Destroy, "why", T0.AddSeconds(1));
        Assert.Equal("retention", Tell.Code(RecordingDecider.Decide(Sealed(), early)));
        var asked = Then(Sealed(), Ask(TwoPersonStep.Destroy));
        Assert.Equal("second-person", Tell.Code(RecordingDecider.Decide(asked, Confirm(A, TwoPersonStep.Destroy))));
        Assert.Equal("nothing-pending", Tell.Code(RecordingDecider.Decide(asked, Confirm(B, TwoPersonStep.Hold))));
        Assert.Equal("step-pending", Tell.Code(RecordingDecider.Decide(asked, Ask(TwoPersonStep.Hold))));

        var gone = Then(asked, Confirm(B, TwoPersonStep.Destroy));
        Assert.Equal(RecordingStatus.Destroyed, gone.Status);
        Assert.Equal(new DestroyedBy(A, B, "why"), gone.DestroyedBy);
        Assert.Equal("not-in-state", Tell.Code(RecordingDecider.Decide(gone, Ask(TwoPersonStep.Hold))));
        Assert.Null(Then(asked, new RecordingCommand.TakeBack(B, T0)).Pending);
    }
}
