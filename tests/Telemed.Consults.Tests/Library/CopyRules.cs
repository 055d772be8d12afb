using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;
using Telemed.Consults.Ids;
using Telemed.Consults.Library;

namespace Telemed.Consults.Tests.Library;

/// <summary>The copy of a case on its way into the library and out of it, as the case's decider sees it.</summary>
public sealed class CopyRules
{
    private static readonly ConsultCommand.RecordConsent TakesBack =
        new(Cases.Clinic, Cases.T0, Cases.Consent(granted: false, item: ConsentItem.Library));

    [Fact]
    public void A_copy_is_proposed_of_a_case_that_is_answered_by_the_patients_own_consent_to_that()
    {
        var propose = new ConsultCommand.ProposeCopy(Cases.Lead, Cases.T0, Cases.Words, [], Cases.Nowhere);
        Assert.Equal("library-consent-missing", Tell.Code(Cases.Decider.Decide(Cases.Acknowledged(), propose)));
        var taught = Cases.After(
            Cases.Acknowledged(), new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent(item: ConsentItem.Teaching)));
        Assert.Equal("library-consent-missing", Tell.Code(Cases.Decider.Decide(taught, propose)));
        Assert.Equal("not-in-state", Tell.Code(Cases.Decider.Decide(Cases.OpinionSigned(), propose)));

        var proposed = Assert.IsType<ConsultEvent.CopyProposed>(Assert.Single(Tell.Facts(Cases.Decider.Decide(Cases.Agreed(), propose))));
        Assert.Equal((Cases.Lead, Cases.Words), (proposed.By, proposed.Text!));
    }

    [Fact]
    public void Below_fourteen_only_a_guardians_yes_counts()
    {
        var child = Cases.Request() with { Text = new("rash", new("王小明", Sex.Male, 5, [])) };
        var consent = Cases.Consent(item: ConsentItem.Library);
        var state = (ConsultState.Filed)Cases.Agreed();
        Assert.False((state.File with { Request = child }).AgreesToLibrary);
        Assert.Equal("guardian-missing", Tell.Code(Cases.Decider.Decide(
            state with { File = state.File with { Request = child } }, new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, consent))));
        var guarded = state.File with { Request = child, Consents = [consent with { Guardian = new(Cases.Daughter) }] };
        Assert.True(guarded.AgreesToLibrary);
    }

    [Fact]
    public void Only_the_patient_says_yes_or_no_to_a_copy_of_their_case() => Assert.Equal("patient-only", Tell.Code(
        Cases.Decider.Decide(Cases.InSession(), new ConsultCommand.RecordConsent(
            Cases.Lead, Cases.T0, Cases.Consent(item: ConsentItem.Library, subject: ConsentSubject.Participant, person: Cases.Lead)))));

    [Fact]
    public void Who_wrote_a_copy_never_releases_it_and_neither_does_who_wrote_it_before()
    {
        Assert.Equal("second-person", Release(Cases.Proposed(), Cases.Clinic));
        var both = Cases.After(
            Cases.Proposed(),
            new ConsultCommand.ReturnCopy(Cases.Reviewer, Cases.T0, "too long"),
            new ConsultCommand.ProposeCopy(Cases.Lead, Cases.T0, Cases.Words, [], Cases.Nowhere));
        Assert.Equal("second-person", Release(both, Cases.Clinic));
        Assert.Equal("second-person", Release(both, Cases.Lead));

        var released = Cases.After(both, new ConsultCommand.ReleaseCopy(Cases.Reviewer, Cases.T0, new("copy"), Cases.Nowhere));
        var copy = ((ConsultState.Filed)released).File.Copy!;
        Assert.Equal((CopyStatus.Released, new CopyId("copy"), Cases.Reviewer), (copy.Status, copy.Released!.Value, copy.ReviewedBy!.Value));

        static string Release(ConsultState state, PersonId who) =>
            Tell.Code(Cases.Decider.Decide(state, new ConsultCommand.ReleaseCopy(who, Cases.T0, new("copy"), Cases.Nowhere)));
    }

    [Fact]
    public void What_is_found_in_a_copy_keeps_it_out_and_the_refusal_says_where_and_not_what()
    {
        var left = new Dictionary<string, IReadOnlyList<Finding>>(StringComparer.Ordinal)
        {
            ["summary"] = [new(3, 2, FindingKind.Name), new(9, 11, FindingKind.Number)],
        };
        foreach (var decision in (Decision<ConsultEvent>[])
            [
                Cases.Decider.Decide(Cases.Agreed(), new ConsultCommand.ProposeCopy(Cases.Lead, Cases.T0, Cases.Words, [], left)),
                Cases.Decider.Decide(Cases.Proposed(), new ConsultCommand.ReleaseCopy(Cases.Reviewer, Cases.T0, new("copy"), left)),
            ])
        {
            var why = Assert.IsType<Decision<ConsultEvent>.Refused>(decision).Why;
            Assert.Equal("identifiers-left", why.Code);
            Assert.Equal(["name:3:2", "number:9:11"], Assert.Single(why.Places!).Value);
        }
    }

    [Theory]
    [InlineData("application/pdf", "file-not-cleanable")]
    [InlineData("application/x-scp-ecg", "file-not-cleanable")]
    [InlineData("image/png", null)]
    [InlineData("image/jpeg", null)]
    [InlineData("application/dicom", null)]
    public void What_is_not_a_picture_alone_cannot_go_with_a_copy(string mediaType, string? reason)
    {
        var state = Cases.After(
            Cases.Agreed(), new ConsultCommand.Attach(Cases.Clinic, Cases.T0, mediaType, 9, new string('a', 64), false, null));
        var decision = Cases.Decider.Decide(
            state, new ConsultCommand.ProposeCopy(Cases.Lead, Cases.T0, Cases.Words, [Attachment.IdOf(new string('a', 64))], Cases.Nowhere));
        Assert.Equal(reason, (decision as Decision<ConsultEvent>.Refused)?.Why.Code);
        Assert.Equal("file-not-cleanable", Tell.Code(Cases.Decider.Decide(
            state, new ConsultCommand.ProposeCopy(Cases.Lead, Cases.T0, Cases.Words, ["a-recording"], Cases.Nowhere))));
    }

    [Fact]
    public void A_consent_taken_back_takes_the_copy_out_wherever_it_is_with_a_fact_that_says_so()
    {
        foreach (var (state, copy) in ((ConsultState, CopyId?)[])[(Cases.Proposed(), null), (Cases.Released(), new CopyId("copy"))])
        {
            var facts = Tell.Facts(Cases.Decider.Decide(state, TakesBack));
            Assert.IsType<ConsultEvent.ConsentRecorded>(facts[0]);
            var end = Assert.IsType<ConsultEvent.CopyWithdrawn>(facts[1]);
            Assert.Equal((CopyEnd.ConsentTakenBack, copy), (end.End, end.Copy));
            var after = (ConsultState.Filed)Cases.After(state, TakesBack);
            Assert.Equal((CopyStatus.Withdrawn, null), (after.File.Copy!.Status, after.File.Copy.Released));
            Assert.Equal("no-copy", Tell.Code(Cases.Decider.Decide(
                after, new ConsultCommand.ReleaseCopy(Cases.Reviewer, Cases.T0, new("other"), Cases.Nowhere))));
        }

        Assert.Single(Tell.Facts(Cases.Decider.Decide(Cases.Agreed(), TakesBack)));
        Assert.Single(Tell.Facts(Cases.Decider.Decide(Cases.After(Cases.Released(), TakesBack), TakesBack)));
    }

    [Fact]
    public void A_copy_that_was_returned_or_taken_out_can_be_proposed_again_and_one_in_the_library_cannot()
    {
        var again = new ConsultCommand.ProposeCopy(Cases.Lead, Cases.T0, Cases.Words, [], Cases.Nowhere);
        Assert.Equal("copy-released", Tell.Code(Cases.Decider.Decide(Cases.Released(), again)));
        var taken = Cases.After(Cases.Released(), new ConsultCommand.WithdrawCopy(Cases.Clinic, Cases.T0));
        Assert.Equal(CopyEnd.TakenOut, ((ConsultState.Filed)taken).File.Copy!.End);
        Assert.Single(Tell.Facts(Cases.Decider.Decide(taken, again)));
        Assert.Equal("reason-missing", Tell.Code(Cases.Decider.Decide(
            Cases.Proposed(), new ConsultCommand.ReturnCopy(Cases.Reviewer, Cases.T0, " "))));
        Assert.Equal("no-copy", Tell.Code(Cases.Decider.Decide(taken, new ConsultCommand.WithdrawCopy(Cases.Clinic, Cases.T0))));
    }
}
