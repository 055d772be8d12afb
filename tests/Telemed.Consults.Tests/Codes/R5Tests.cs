using Telemed.Consults.Consults;

namespace Telemed.Consults.Tests.Codes;

/// <summary>R5: a signed opinion is immutable; it is corrected by an addendum.</summary>
public sealed class R5Tests
{
    [Fact]
    public void A_signed_opinion_never_changes_and_takes_addenda()
    {
        var signed = Cases.OpinionSigned();
        var save = new ConsultCommand.SaveOpinion(Cases.Lead, Cases.T0, new("other", "other"));
        Assert.Equal("already-signed", Tell.Code(Cases.Decider.Decide(signed, save)));
        Assert.Equal("already-signed", Tell.Code(
            Cases.Decider.Decide(signed, new ConsultCommand.Sign(Cases.Lead, Cases.T0))));

        var amended = Cases.After<ConsultState.Closed>(
            Cases.Closed(), new ConsultCommand.Amend(Cases.Lead, Cases.T0, "also: recheck in a week"));

        Assert.Equal(new OpinionText("findings", "advice"), amended.Engagement.Opinion!.Text);
        Assert.Equal("also: recheck in a week", Assert.Single(amended.Engagement.Opinion.Addenda).Text);
    }
}
