using System.Reflection;
using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;

namespace Telemed.Consults.Tests;

public sealed class WorkflowTests
{
    /// <summary>State, command, and where it leads. Every pair that is not here is refused.</summary>
    private static readonly (string State, string Command, string Next)[] Arrows =
    [
        ("unknown", "saveDraft", "draft"),
        ("draft", "saveDraft", "draft"),
        ("draft", "submit", "dispatching"),
        ("draft", "submit for review", "dispatching"),
        ("draft", "consent given", "draft"),
        ("draft", "consent withdrawn", "draft"),
        ("draft", "cancel", "cancelled"),
        ("submitted", "startReview", "underReview"),
        ("submitted", "consent given", "submitted"),
        ("submitted", "consent withdrawn", "submitted"),
        ("submitted", "cancel", "cancelled"),
        ("submitted", "the clock fires", "submitted"),
        ("underReview", "approve", "dispatching"),
        ("underReview", "return", "returned"),
        ("underReview", "reject", "rejected"),
        ("underReview", "consent given", "underReview"),
        ("underReview", "consent withdrawn", "underReview"),
        ("underReview", "cancel", "cancelled"),
        ("underReview", "the clock fires", "underReview"),
        ("returned", "saveDraft", "draft"),
        ("returned", "consent given", "returned"),
        ("returned", "consent withdrawn", "returned"),
        ("returned", "cancel", "cancelled"),
        ("dispatching", "makeOffers", "offered"),
        ("dispatching", "giveUp", "unstaffed"),
        ("dispatching", "consent given", "dispatching"),
        ("dispatching", "consent withdrawn", "dispatching"),
        ("dispatching", "cancel", "cancelled"),
        ("offered", "accept", "accepted"),
        ("offered", "decline", "dispatching"),
        ("offered", "the clock fires", "dispatching"),
        ("offered", "consent given", "offered"),
        ("offered", "consent withdrawn", "offered"),
        ("offered", "cancel", "cancelled"),
        ("unstaffed", "redispatch", "dispatching"),
        ("unstaffed", "consent given", "unstaffed"),
        ("unstaffed", "consent withdrawn", "unstaffed"),
        ("unstaffed", "cancel", "cancelled"),
        ("unstaffed", "the clock fires", "unstaffed"),
        ("accepted", "consent given", "ready"),
        ("accepted", "consent withdrawn", "accepted"),
        ("accepted", "leaveRoom", "accepted"),
        ("accepted", "cancel", "cancelled"),
        ("accepted", "the clock fires", "noShow"),
        ("ready", "consent given", "ready"),
        ("ready", "consent withdrawn", "accepted"),
        ("ready", "enterRoom", "ready"),
        ("ready", "leaveRoom", "ready"),
        ("ready", "reportUnrecorded", "ready"),
        ("ready", "cancel", "cancelled"),
        ("ready", "the clock fires", "noShow"),
        ("inSession", "consent given", "inSession"),
        ("inSession", "consent withdrawn", "opinionPending"),
        ("inSession", "enterRoom", "inSession"),
        ("inSession", "leaveRoom", "interrupted"),
        ("inSession", "the clock fires", "inSession"),
        ("inSession", "end", "opinionPending"),
        ("inSession", "saveOpinion", "inSession"),
        ("inSession", "transfer", "convertedToTransfer"),
        ("inSession", "openRecording", "inSession"),
        ("inSession", "reportUnrecorded", "inSession"),
        ("interrupted", "consent given", "interrupted"),
        ("interrupted", "consent withdrawn", "opinionPending"),
        ("interrupted", "enterRoom", "inSession"),
        ("interrupted", "leaveRoom", "interrupted"),
        ("interrupted", "end", "opinionPending"),
        ("interrupted", "saveOpinion", "interrupted"),
        ("interrupted", "transfer", "convertedToTransfer"),
        ("interrupted", "openRecording", "interrupted"),
        ("interrupted", "reportUnrecorded", "interrupted"),
        ("interrupted", "the clock fires", "interrupted"),
        ("sessionEnded", "consent given", "sessionEnded"),
        ("sessionEnded", "consent withdrawn", "sessionEnded"),
        ("sessionEnded", "leaveRoom", "sessionEnded"),
        ("sessionEnded", "the clock fires", "sessionEnded"),
        ("opinionPending", "consent given", "opinionPending"),
        ("opinionPending", "consent withdrawn", "opinionPending"),
        ("opinionPending", "leaveRoom", "opinionPending"),
        ("opinionPending", "saveOpinion", "opinionPending"),
        ("opinionPending", "sign", "opinionSigned"),
        ("opinionPending", "the clock fires", "opinionPending"),
        ("opinionSigned", "leaveRoom", "opinionSigned"),
        ("opinionSigned", "amend", "opinionSigned"),
        ("opinionSigned", "acknowledge", "acknowledged"),
        ("acknowledged", "leaveRoom", "acknowledged"),
        ("acknowledged", "amend", "acknowledged"),
        ("acknowledged", "close", "closed"),
        ("closed", "leaveRoom", "closed"),
        ("closed", "amend", "closed"),
        ("convertedToTransfer", "leaveRoom", "convertedToTransfer"),
        ("draft", "checkIdentity", "draft"),
        ("draft", "arrive", "draft"),
        ("submitted", "checkIdentity", "submitted"),
        ("submitted", "arrive", "submitted"),
        ("underReview", "checkIdentity", "underReview"),
        ("underReview", "arrive", "underReview"),
        ("returned", "checkIdentity", "returned"),
        ("returned", "arrive", "returned"),
        ("dispatching", "checkIdentity", "dispatching"),
        ("dispatching", "arrive", "dispatching"),
        ("offered", "checkIdentity", "offered"),
        ("offered", "arrive", "offered"),
        ("unstaffed", "checkIdentity", "unstaffed"),
        ("unstaffed", "arrive", "unstaffed"),
        ("accepted", "checkIdentity", "accepted"),
        ("accepted", "arrive", "accepted"),
        ("scheduled", "checkIdentity", "scheduled"),
        ("scheduled", "arrive", "scheduled"),
        ("ready", "checkIdentity", "ready"),
        ("ready", "arrive", "ready"),
        ("draft", "overrideConsent", "draft"),
        ("dispatching", "overrideConsent", "dispatching"),
        ("offered", "overrideConsent", "offered"),
        ("unstaffed", "overrideConsent", "unstaffed"),
        ("accepted", "overrideConsent", "accepted"),
        ("dispatching", "noteReview", "dispatching"),
        ("offered", "noteReview", "offered"),
        ("unstaffed", "noteReview", "unstaffed"),
        ("accepted", "noteReview", "accepted"),
        ("ready", "noteReview", "ready"),
        ("inSession", "noteReview", "inSession"),
        ("interrupted", "noteReview", "interrupted"),
        ("sessionEnded", "noteReview", "sessionEnded"),
        ("opinionPending", "noteReview", "opinionPending"),
        ("dispatching", "assign", "offered"),
        ("offered", "assign", "offered"),
        ("unstaffed", "assign", "offered"),
        ("accepted", "reassign", "dispatching"),
        ("scheduled", "reassign", "dispatching"),
        ("ready", "reassign", "dispatching"),
        ("scheduled", "schedule", "scheduled"),
        ("accepted", "invite", "accepted"),
        ("scheduled", "invite", "scheduled"),
        ("ready", "invite", "ready"),
        ("inSession", "invite", "inSession"),
        ("interrupted", "invite", "interrupted"),
        ("opinionPending", "invite", "opinionPending"),
        ("inSession", "stopWrongPatient", "accepted"),
        ("interrupted", "stopWrongPatient", "accepted"),
        ("scheduled", "consent given", "scheduled"),
        ("scheduled", "consent withdrawn", "scheduled"),
        ("scheduled", "leaveRoom", "scheduled"),
        ("scheduled", "cancel", "cancelled"),
        ("scheduled", "the clock fires", "scheduled"),
        ("closed", "the clock fires", "archived"),
        ("archived", "leaveRoom", "archived"),
        ("archived", "amend", "archived"),
        ("submitted", "breakGlass", "submitted"),
        ("underReview", "breakGlass", "underReview"),
        ("returned", "breakGlass", "returned"),
        ("rejected", "breakGlass", "rejected"),
        ("dispatching", "breakGlass", "dispatching"),
        ("offered", "breakGlass", "offered"),
        ("unstaffed", "breakGlass", "unstaffed"),
        ("accepted", "breakGlass", "accepted"),
        ("scheduled", "breakGlass", "scheduled"),
        ("ready", "breakGlass", "ready"),
        ("inSession", "breakGlass", "inSession"),
        ("interrupted", "breakGlass", "interrupted"),
        ("sessionEnded", "breakGlass", "sessionEnded"),
        ("opinionPending", "breakGlass", "opinionPending"),
        ("opinionSigned", "breakGlass", "opinionSigned"),
        ("acknowledged", "breakGlass", "acknowledged"),
        ("closed", "breakGlass", "closed"),
        ("archived", "breakGlass", "archived"),
        ("cancelled", "breakGlass", "cancelled"),
        ("noShow", "breakGlass", "noShow"),
        ("convertedToTransfer", "breakGlass", "convertedToTransfer"),
        ("draft", "inviteGuest", "draft"),
        ("submitted", "inviteGuest", "submitted"),
        ("underReview", "inviteGuest", "underReview"),
        ("returned", "inviteGuest", "returned"),
        ("dispatching", "inviteGuest", "dispatching"),
        ("offered", "inviteGuest", "offered"),
        ("unstaffed", "inviteGuest", "unstaffed"),
        ("accepted", "inviteGuest", "accepted"),
        ("scheduled", "inviteGuest", "scheduled"),
        ("ready", "inviteGuest", "ready"),
        ("inSession", "inviteGuest", "inSession"),
        ("interrupted", "inviteGuest", "interrupted"),
        ("opinionSigned", "planFollowUp", "opinionSigned"),
        ("acknowledged", "planFollowUp", "acknowledged"),
        ("closed", "planFollowUp", "closed"),
        ("archived", "planFollowUp", "archived"),
        ("opinionSigned", "refer", "opinionSigned"),
        ("acknowledged", "refer", "acknowledged"),
        ("closed", "refer", "closed"),
        ("archived", "refer", "archived"),
        ("opinionSigned", "orderVisit", "opinionSigned"),
        ("acknowledged", "orderVisit", "acknowledged"),
        ("closed", "orderVisit", "closed"),
        ("archived", "orderVisit", "archived"),
        ("opinionSigned", "settle", "opinionSigned"),
        ("acknowledged", "settle", "acknowledged"),
        ("closed", "settle", "closed"),
        ("archived", "settle", "archived"),
        ("submitted", "askInterpreter", "submitted"),
        ("underReview", "askInterpreter", "underReview"),
        ("dispatching", "askInterpreter", "dispatching"),
        ("offered", "askInterpreter", "offered"),
        ("unstaffed", "askInterpreter", "unstaffed"),
        ("accepted", "askInterpreter", "accepted"),
        ("scheduled", "askInterpreter", "scheduled"),
        ("ready", "askInterpreter", "ready"),
        ("inSession", "askInterpreter", "inSession"),
        ("interrupted", "askInterpreter", "interrupted"),
        ("closed", "enterOrder", "closed"),
        ("archived", "enterOrder", "archived"),
        ("convertedToTransfer", "enterOrder", "convertedToTransfer"),
        ("opinionSigned", "askToPlay", "opinionSigned"),
        ("acknowledged", "askToPlay", "acknowledged"),
        ("closed", "askToPlay", "closed"),
        ("archived", "askToPlay", "archived"),
        ("opinionSigned", "offerContract", "opinionSigned"),
        ("acknowledged", "offerContract", "acknowledged"),
        ("closed", "offerContract", "closed"),
        ("archived", "offerContract", "archived"),
        ("draft", "attach", "draft"),
        ("submitted", "attach", "submitted"),
        ("underReview", "attach", "underReview"),
        ("returned", "attach", "returned"),
        ("dispatching", "attach", "dispatching"),
        ("offered", "attach", "offered"),
        ("unstaffed", "attach", "unstaffed"),
        ("accepted", "attach", "accepted"),
        ("scheduled", "attach", "scheduled"),
        ("ready", "attach", "ready"),
        ("inSession", "attach", "inSession"),
        ("interrupted", "attach", "interrupted"),
        ("sessionEnded", "attach", "sessionEnded"),
        ("opinionPending", "attach", "opinionPending"),
        ("opinionSigned", "attach", "opinionSigned"),
        ("acknowledged", "attach", "acknowledged"),
        ("ready", "writeChat", "ready"),
        ("inSession", "writeChat", "inSession"),
        ("interrupted", "writeChat", "interrupted"),
        ("convertedToTransfer", "writeChat", "convertedToTransfer"),
    ];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var (state, _) in Cases.States)
            {
                foreach (var (command, _) in Cases.Commands)
                {
                    pairs.Add(state, command);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_command_leads_where_the_workflow_says_or_is_refused_with_a_reason(string name, string command)
    {
        var state = Cases.States.Single(one => one.Name == name).State;
        var made = Cases.Commands.Single(one => one.Name == command).Make(state);
        var expected = Arrows
            .Where(one => one.State == name && one.Command == command)
            .Select(one => one.Next)
            .ToList();

        var decision = Cases.Decider.Decide(state, made);

        if (expected.Count == 0)
        {
            var why = Assert.IsType<Decision<ConsultEvent>.Refused>(decision).Why;
            Assert.Matches("^[a-z]+(-[a-z]+)*$", why.Code);
            Assert.EndsWith(".", why.Sentence, StringComparison.Ordinal);
        }
        else
        {
            var after = Tell.Facts(decision).Aggregate(state, ConsultDecider.Evolve);
            Assert.Equal(Assert.Single(expected), WorkflowTable.NameOf(after));
        }
    }

    [Fact]
    public void Every_state_and_every_command_stands_in_the_table()
    {
        var states = Closed(typeof(ConsultState));
        var commands = Closed(typeof(ConsultCommand));

        Assert.Equal(states, Cases.States.Select(one => one.State.GetType()).ToHashSet());
        Assert.Equal(
            commands,
            Cases.Commands.Select(one => one.Make(ConsultState.Unknown.Instance).GetType()).ToHashSet());
        Assert.Equal(Enum.GetValues<ConsultStatus>().Length + 1, Cases.States.Count);
        Assert.All(Cases.States, one => Assert.Equal(one.Name, WorkflowTable.NameOf(one.State)));
    }

    [Fact]
    public void The_page_of_the_workflow_says_what_the_code_does()
    {
        var page = Path.Combine(Root(), "docs", "consult-workflow.md");
        var made = WorkflowTable.Write();
        if (Environment.GetEnvironmentVariable("TELEMED_WRITE_DOCS") == "1")
        {
            File.WriteAllText(page, made);
        }

        Assert.Equal(File.ReadAllText(page), made);
    }

    private static HashSet<Type> Closed(Type family) => family
        .GetNestedTypes(BindingFlags.Public)
        .Where(type => !type.IsAbstract && family.IsAssignableFrom(type))
        .ToHashSet();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Telemed.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException("Telemed.sln is above no folder of this test.");
        }

        return folder.FullName;
    }
}
