using Telemed.Consults.Recordings;
using static Telemed.Consults.Tests.RecordingCases;

namespace Telemed.Consults.Tests.Codes;

/// <summary>R3: a legal hold freezes a recording; two people put it on and take it off.</summary>
public sealed class R3Tests
{
    [Fact]
    public void A_hold_takes_two_people_and_so_does_letting_go()
    {
        var asked = Then(Sealed(), Ask(TwoPersonStep.Hold));
        Assert.Equal(RecordingStatus.Sealed, asked.Status);
        Assert.Equal("second-person", Tell.Code(RecordingDecider.Decide(asked, Confirm(A, TwoPersonStep.Hold))));

        var held = Then(asked, Confirm(B, TwoPersonStep.Hold));
        Assert.Equal(RecordingStatus.OnHold, held.Status);
        Assert.Null(held.Pending);
        Assert.Equal("not-in-state", Tell.Code(RecordingDecider.Decide(held, Ask(TwoPersonStep.Destroy))));

        var let = Then(held, Ask(TwoPersonStep.Release), Confirm(B, TwoPersonStep.Release));
        Assert.Equal(RecordingStatus.Sealed, let.Status);
    }
}
