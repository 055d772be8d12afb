using System.Collections.Immutable;
using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;

namespace Telemed.Consults.Tests;

/// <summary>Random histories: whatever is sent in whatever order, what must hold holds after every fact.</summary>
public sealed class ConsultHistories
{
    private const int Histories = 900;
    private const int Commands = 700;

    [Fact]
    public void Whatever_is_sent_the_rules_of_the_case_hold_after_every_fact()
    {
        var reached = new HashSet<ConsultStatus>();
        var overdue = new HashSet<Awaited>();
        for (var seed = 0; seed < Histories; seed++)
        {
            Play(new Random(seed), seed, reached, overdue);
        }

        // The histories are worth something only if they come everywhere; sessionEnded is passed through.
        Assert.Empty(Enum.GetValues<ConsultStatus>().Except(reached));
        Assert.Empty(Enum.GetValues<Awaited>().Except(overdue));
    }

    private static void Play(Random random, int seed, HashSet<ConsultStatus> reached, HashSet<Awaited> overdue)
    {
        var state = Cases.Draft(seed % 3 == 0 ? Urgency.Ordinary : Urgency.Emergency);
        var signed = default(OpinionText);
        ImmutableList<ChatLine> written = [];
        for (var i = 0; i < Commands; i++)
        {
            var command = Pick(random, state);
            if (Cases.Decider.Decide(state, command) is not Decision<ConsultEvent>.Accepted accepted)
            {
                continue;
            }

            foreach (var fact in accepted.Facts)
            {
                var before = state;
                state = ConsultDecider.Evolve(state, fact);
                CheckOverdue((ConsultState.Filed)before, fact, (ConsultState.Filed)state, overdue, $"seed {seed}, step {i}");
                Check((ConsultState.Filed)state, ref signed, $"seed {seed}, step {i}");
                written = CheckChat(written, fact, (ConsultState.Filed)state, $"seed {seed}, step {i}");
                reached.Add(((ConsultState.Filed)state).Status);
            }
        }
    }

    /// <summary>Any command, but those that end a history or leave a lane early come rarely.</summary>
    private static ConsultCommand Pick(Random random, ConsultState state)
    {
        while (true)
        {
            var (name, make) = Cases.Commands[random.Next(Cases.Commands.Count)];
            var rare = name is "cancel" or "reject" or "transfer" or "consent withdrawn" or "the clock fires"
                or "giveUp" or "saveDraft" or "submit" or "reassign" or "stopWrongPatient" or "assign";
            if (!rare || random.Next(12) == 0)
            {
                // Every other clock comes late, as after a halt of the server.
                var command = make(state);
                return command is ConsultCommand.FireClock clock && random.Next(2) == 0
                    ? new ConsultCommand.FireClock(clock.By, clock.Now.AddDays(7), clock.Clock)
                    : command;
            }
        }
    }

    private static void Check(ConsultState.Filed state, ref OpinionText? signed, string where)
    {
        var file = state.File;
        Assert.True(file.Offers.Count(offer => offer.Status == OfferStatus.Accepted) <= 1, where);
        Assert.True(state is ConsultState.Offered == file.OpenOffers.Any() || Between(state), where);
        Assert.True(
            state is not ConsultState.InSession || file.HasPatientConsent || file.IsOverridden || Withdrawn(file), where);
        Assert.True(state is not ConsultState.Engaged || file.LeadOffer is not null, where);
        if (state is ConsultState.Engaged { Engagement.Opinion: { SignedAt: not null } opinion })
        {
            signed ??= opinion.Text;
            Assert.Equal(signed, opinion.Text);
        }

        // Who was removed is not in the room, and leads nothing.
        Assert.True(
            state is not ConsultState.Engaged engaged || engaged.Engagement.Experts.All(one => one.Status != ExpertStatus.Removed
                || (!engaged.Engagement.IsPresent(one.Person) && engaged.Engagement.Lead != one.Person)),
            where);

        // No request is lost: who waits for a machine has a clock, everybody else waits for a person or is done.
        var waits = state is ConsultState.Dispatching or ConsultState.Offered or ConsultState.Interrupted;
        Assert.True(!waits || Between(state) || ConsultClocks.Of(state) is not null, where);
    }

    /// <summary>A request is overdue for each thing once until it is sent anew, while it waits for it, and its state stays.</summary>
    private static void CheckOverdue(
        ConsultState.Filed before, ConsultEvent fact, ConsultState.Filed state, HashSet<Awaited> overdue, string where)
    {
        Assert.Equal(state.File.Overdue.Distinct(), state.File.Overdue);
        if (fact is not ConsultEvent.BecameOverdue late)
        {
            Assert.True(fact is ConsultEvent.RequestSubmitted || before.File.Overdue.SequenceEqual(state.File.Overdue), where);
            return;
        }

        Assert.DoesNotContain(late.For, before.File.Overdue);
        Assert.Contains(late.For, Deadlines.Overdue(state));
        Assert.True(before.File.Deadlines.Single(one => one.For == late.For).At <= late.At, where);
        Assert.True((before.Status, before.Since) == (state.Status, state.Since), where);
        overdue.Add(late.For);
    }

    /// <summary>What was written stays, word for word and in its order, whatever follows; only a stop sets it apart.</summary>
    private static ImmutableList<ChatLine> CheckChat(
        ImmutableList<ChatLine> before, ConsultEvent fact, ConsultState.Filed state, string where)
    {
        var lines = state.File.Chat;
        Assert.True(lines.Count == before.Count + (fact is ConsultEvent.ChatWritten ? 1 : 0), where);
        Assert.True(lines.Count <= ChatLine.Most, where);
        Assert.True(fact is not ConsultEvent.ChatWritten || ConsultDecider.KeepsRoom(state.Status), where);
        var kept = fact is ConsultEvent.WrongPatientStopped ? before.ConvertAll(one => one with { IsSetApart = true }) : before;
        Assert.True(lines.Take(before.Count).SequenceEqual(kept), where);
        return lines;
    }

    /// <summary>Between two facts of one decision an offered consult may have no open offer for a moment.</summary>
    private static bool Between(ConsultState.Filed state) =>
        state is ConsultState.Offered or ConsultState.Accepted or ConsultState.Cancelled;

    /// <summary>The consent is withdrawn by the fact before the one that ends the session.</summary>
    private static bool Withdrawn(CaseFile file) =>
        file.LatestConsent(ConsentItem.Consult, ConsentSubject.Patient) is { Granted: false };
}
