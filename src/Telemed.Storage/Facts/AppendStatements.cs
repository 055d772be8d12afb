using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Telemed.Consults.Library;
using Telemed.Storage.Library;

namespace Telemed.Storage.Facts;

/// <summary>
/// The statements of an append: the facts, the read models that follow from the state after them, and the clocks.
/// Streams go in the order of their names, so that two appends never wait for each other in a circle.
/// </summary>
internal sealed class AppendStatements
{
    private const string KeyIsThere = "EXISTS (SELECT 1 FROM case_keys WHERE case_id = @case AND wrapped IS NOT NULL)";

    private readonly List<Section> _sections = [];
    private readonly List<(PersonId Id, Loaded<DoctorAvailability> After)> _doctors = [];

    private List<Statement> _all = [];

    /// <summary>The statements so far, in order.</summary>
    internal IReadOnlyList<Section> Sections => _sections;

    /// <summary>The doctors as they are once the statements are committed.</summary>
    internal IReadOnlyList<(PersonId Id, Loaded<DoctorAvailability> After)> Doctors => _doctors;

    /// <summary>The command goes first: a repeated one fails before anything else is looked at.</summary>
    internal void Add(CommandRecord command)
    {
        Begin($"!command/{command.Actor.Value}/{command.Id.Value}");
        _all.Add(new(
            "INSERT INTO commands (actor, id, kind, stream, at) VALUES (@actor, @id, @kind, @stream, @at)",
            ("actor", command.Actor.Value),
            ("id", command.Id.Value),
            ("kind", command.Kind),
            ("stream", command.Stream),
            ("at", Instant.From(command.At))));
    }

    /// <summary>A new case's key.</summary>
    internal void AddKey(string caseId, string master, byte[] wrapped, DateTimeOffset at)
    {
        Begin("case-key/" + caseId);
        _all.Add(new(
            "INSERT INTO case_keys (case_id, master_key, wrapped, created_at) VALUES (@id, @master, @wrapped, @at)",
            ("id", caseId),
            ("master", master),
            ("wrapped", wrapped),
            ("at", Instant.From(at))));
    }

    /// <summary>One stream's facts and what follows from them.</summary>
    internal Written Add(StreamAppend append, string? caseId, KnownConsult known)
    {
        var stream = append.Stream.ToString();
        Begin(stream);
        var key = known.Key;
        var written = AddFacts(append, stream, key);
        var version = (long)(append.Expected + append.Facts.Count);
        _all.Add(append.Expected == 0
            ? NewStream(stream, caseId, version, written.Hash)
            : append is StreamAppend.ToConsult && known.Wrapped is { } wrapped
                ? NextOfCase(stream, caseId, wrapped, version, written.Hash)
                : Next(stream, version, written.Hash));
        switch (append)
        {
            case StreamAppend.ToConsult consult:
                AddConsult(consult, key);
                break;
            case StreamAppend.ToDoctor doctor:
                AddDoctor(doctor, written);
                break;
            case StreamAppend.ToRecording recording:
                AddRecording(recording, key);
                break;
        }

        return written;
    }

    private void Begin(string key)
    {
        _all = [];
        _sections.Add(new(key, _all));
    }

    private Written AddFacts(StreamAppend append, string stream, byte[]? key)
    {
        var hash = append.Hash.ToArray();
        var version = append.Expected;
        var facts = new List<IFact>(append.Facts.Count);
        foreach (var fact in append.Facts)
        {
            version++;
            var (type, json) = FactTypes.Write(fact);
            facts.Add(FactTypes.Read(type, json)); // Times are stored shorter than they are thought.
            var data = PersonalSeal.Seal(json, key, $"{stream}|{version}");
            var at = Instant.From(fact.At);
            hash = FactChain.Next(hash, stream, version, at, fact.By.Value, type, data);
            _all.Add(new(
                """
                INSERT INTO events (stream, version, at, actor, type, data, hash)
                VALUES (@stream, @version, @at, @actor, @type, @data, @hash)
                """,
                ("stream", stream),
                ("version", (long)version),
                ("at", at),
                ("actor", fact.By.Value),
                ("type", type),
                ("data", data),
                ("hash", hash)));
        }

        return new(hash, facts);
    }

    private static Statement NewStream(string stream, string? caseId, long version, byte[] hash) => new(
        "INSERT INTO streams (id, case_id, version, hash) VALUES (@id, @case, @version, @hash)",
        ("id", stream),
        ("case", caseId),
        ("version", version),
        ("hash", hash));

    private static Statement Next(string stream, long version, byte[] hash) => new(
        "UPDATE streams SET version = @version, hash = @hash WHERE id = @id",
        ("version", version),
        ("hash", hash),
        ("id", stream));

    /// <summary>
    /// A case whose key was destroyed meanwhile has no next version: the append is a conflict, and what it rested on is
    /// read anew.
    /// </summary>
    private static Statement NextOfCase(string stream, string? caseId, byte[] wrapped, long version, byte[] hash) => new(
        """
        UPDATE streams SET hash = @hash, version = CASE WHEN EXISTS (
          SELECT 1 FROM case_keys WHERE case_id = @case AND wrapped = @wrapped) THEN @version END WHERE id = @id
        """,
        ("hash", hash),
        ("case", caseId),
        ("wrapped", wrapped),
        ("version", version),
        ("id", stream));

    private void AddConsult(StreamAppend.ToConsult append, byte[]? key)
    {
        var row = ConsultRow.Of(append.After, append.Expected + append.Events.Count);
        var label = Seal(new StoredLabel(row.Label), FactTypes.Json.StoredLabel, key, "row|" + row.Id.Value);
        _all.Add(new(
            """
            INSERT INTO consult_rows (id, version, state, lane, service, urgency, requester, institution, specialist,
              created_at, submitted_at, since, finished_at, clock_kind, clock_due, has_consent, has_opinion, unrecorded, starts_at, marks, referred_to, label)
            VALUES (@id, @version, @state, @lane, @service, @urgency, @requester, @institution, @specialist,
              @created, @submitted, @since, @finished, @kind, @due, @consent, @opinion, @unrecorded, @starts, @marks,
              @referred, @label)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, lane = excluded.lane,
              service = excluded.service, urgency = excluded.urgency, specialist = excluded.specialist,
              submitted_at = excluded.submitted_at, since = excluded.since, finished_at = excluded.finished_at,
              clock_kind = excluded.clock_kind, clock_due = excluded.clock_due, has_consent = excluded.has_consent,
              has_opinion = excluded.has_opinion, unrecorded = excluded.unrecorded,
              starts_at = excluded.starts_at, marks = excluded.marks, referred_to = excluded.referred_to, label = excluded.label
            """,
            ("id", row.Id.Value),
            ("version", (long)row.Version),
            ("state", row.State.ToString()),
            ("lane", row.Lane.ToString()),
            ("service", row.Service.Value),
            ("urgency", row.Urgency.ToString()),
            ("requester", row.Requester.Value),
            ("institution", row.Institution.Value),
            ("specialist", row.Specialist?.Value),
            ("created", Instant.From(row.CreatedAt)),
            ("submitted", Instant.From(row.SubmittedAt)),
            ("since", Instant.From(row.Since)),
            ("finished", Instant.From(row.FinishedAt)),
            ("kind", row.Clock?.Kind.ToString()),
            ("due", Instant.From(row.Clock?.DueAt)),
            ("consent", row.HasConsent ? 1L : 0L),
            ("opinion", row.HasOpinion ? 1L : 0L),
            ("unrecorded", row.UnrecordedPending ? 1L : 0L),
            ("starts", Instant.From(row.StartsAt)),
            ("marks", (long)row.Marks),
            ("referred", row.ReferredTo?.Value),
            ("label", label)));
        AddOffers(append);
        AddExperts(append);
        AddInterpreters(append);
        AddViewers(append);
        AddGlasses(append);
        AddSettlement(append);
        AddBooking(append);
        AddResources(append);
        AddProbes(append);
        AddCopy(append, key);
        AddClock(append.Stream.ToString(), ConsultClocks.Of(append.After), ConsultClocks.Of(append.Before.State));
    }

    private void AddOffers(StreamAppend.ToConsult append)
    {
        var before = (append.Before.State as ConsultState.Filed)?.File.Offers ?? [];
        foreach (var offer in append.After.File.Offers)
        {
            var known = before.FirstOrDefault(one => one.Id == offer.Id);
            if (known?.Status == offer.Status)
            {
                continue;
            }

            _all.Add(new(
                """
                INSERT INTO offers (consult, offer, person, status, open, made_at, answered_at)
                VALUES (@consult, @offer, @person, @status, @open, @made, @answered)
                ON CONFLICT (consult, offer) DO UPDATE SET status = excluded.status, open = excluded.open,
                  answered_at = excluded.answered_at
                """,
                ("consult", append.Id.Value),
                ("offer", offer.Id.Value),
                ("person", offer.Specialist.Value),
                ("status", offer.Status.ToString()),
                ("open", offer.IsOpen ? 1L : 0L),
                ("made", Instant.From(offer.NotifiedAt)),
                ("answered", Instant.From(offer.RespondedAt))));
        }
    }

    /// <summary>Experts stand beside the offers under names of their own: who was rung and who was invited differ.</summary>
    private void AddExperts(StreamAppend.ToConsult append)
    {
        AddStatuses(append, "expert/", Experts(append.Before.State), Experts(append.After), OfferRecord.ExpertOut);
    }

    private void AddInterpreters(StreamAppend.ToConsult append) => AddStatuses(
        append, "interpreter/", Interpreters(append.Before.State), Interpreters(append.After), OfferRecord.InterpreterOut);

    private void AddViewers(StreamAppend.ToConsult append) => AddStatuses(
        append, "viewer/", RemovedViewers(append.Before.State), RemovedViewers(append.After), OfferRecord.ViewerIn);

    private void AddStatuses(
        StreamAppend.ToConsult append,
        string prefix,
        Dictionary<PersonId, string> before,
        Dictionary<PersonId, string> after,
        string outStatus)
    {
        foreach (var person in before.Keys.Union(after.Keys))
        {
            var status = after.GetValueOrDefault(person, outStatus);
            if (before.GetValueOrDefault(person) == status)
            {
                continue;
            }

            _all.Add(new(
                """
                INSERT INTO offers (consult, offer, person, status, open)
                VALUES (@consult, @offer, @person, @status, 0)
                ON CONFLICT (consult, offer) DO UPDATE SET status = excluded.status
                """,
                ("consult", append.Id.Value),
                ("offer", prefix + person.Value),
                ("person", person.Value),
                ("status", status)));
        }
    }

    private void AddGlasses(StreamAppend.ToConsult append)
    {
        var before = (append.Before.State as ConsultState.Filed)?.File.Glasses ?? [];
        foreach (var glass in append.After.File.Glasses.Except(before))
        {
            _all.Add(new(
                """
                INSERT INTO glasses (consult, person, at, reviewed_at) VALUES (@consult, @person, @at, @reviewed)
                ON CONFLICT (consult, person, at) DO UPDATE SET reviewed_at = excluded.reviewed_at
                """,
                ("consult", append.Id.Value),
                ("person", glass.Person.Value),
                ("at", Instant.From(glass.At)),
                ("reviewed", Instant.From(glass.ReviewedAt))));
        }
    }

    private void AddSettlement(StreamAppend.ToConsult append)
    {
        var file = append.After.File;
        if (file.Aftermath.Settlement is not { } settled
            || settled == (append.Before.State as ConsultState.Filed)?.File.Aftermath.Settlement)
        {
            return;
        }

        _all.Add(new(
            """
            INSERT INTO settlements (consult, institution, service, payer, amount, at)
            VALUES (@consult, @institution, @service, @payer, @amount, @at)
            ON CONFLICT (consult) DO UPDATE SET payer = excluded.payer, amount = excluded.amount, at = excluded.at
            """,
            ("consult", append.Id.Value),
            ("institution", file.Institution.Value),
            ("service", file.Request.Service.Value),
            ("payer", settled.Payer.ToString()),
            ("amount", settled.AmountFen),
            ("at", Instant.From(settled.At))));
    }

    /// <summary>The lead's time is the case's until the room opens; an append that wants another's fails.</summary>
    private void AddBooking(StreamAppend.ToConsult append)
    {
        var (before, after) = (BookingOf(append.Before.State), BookingOf(append.After));
        if (before == after)
        {
            return;
        }

        if (before is not null)
        {
            _all.Add(new("DELETE FROM bookings WHERE consult = @consult", ("consult", append.Id.Value)));
        }

        if (after is { } booking)
        {
            _all.Add(new(
                "INSERT INTO bookings (person, place, consult) VALUES (@person, @place, @consult)",
                ("person", booking.Lead.Value),
                ("place", Instant.From(booking.Place)),
                ("consult", append.Id.Value)));
        }
    }

    /// <summary>The same for the rooms and devices of the appointment.</summary>
    private void AddResources(StreamAppend.ToConsult append)
    {
        var (before, after) = (ResourcesOf(append.Before.State), ResourcesOf(append.After));
        if (before.SequenceEqual(after))
        {
            return;
        }

        if (before.Length > 0)
        {
            _all.Add(new("DELETE FROM resource_bookings WHERE consult = @consult", ("consult", append.Id.Value)));
        }

        foreach (var (resource, place) in after)
        {
            _all.Add(new(
                "INSERT INTO resource_bookings (resource, place, consult) VALUES (@resource, @place, @consult)",
                ("resource", resource.Value),
                ("place", Instant.From(place)),
                ("consult", append.Id.Value)));
        }
    }

    /// <summary>What the asking house's link was like, by house: a fact of the house, not of the patient.</summary>
    private void AddProbes(StreamAppend.ToConsult append)
    {
        foreach (var happened in append.Events)
        {
            switch (happened)
            {
                case ConsultEvent.SiteProbeAsked asked:
                    _all.Add(new(
                        """
                        INSERT INTO site_probes (consult, asked_at, institution, starts_at, until)
                        VALUES (@consult, @asked, @institution, @starts, @until)
                        """,
                        ("consult", append.Id.Value),
                        ("asked", Instant.From(asked.At)),
                        ("institution", asked.Site.Value),
                        ("starts", Instant.From(asked.StartsAt)),
                        ("until", Instant.From(asked.Until))));
                    break;
                case ConsultEvent.SiteProbed probed:
                    _all.Add(new(
                        """
                        UPDATE site_probes SET answered_at = @at, mode = @mode, score = @score, up = @up, down = @down,
                          loss = @loss, round_trip = @trip, jitter = @jitter, path = @path
                        WHERE consult = @consult AND asked_at = @asked
                        """,
                        ("at", Instant.From(probed.At)),
                        ("mode", probed.Link.Mode.ToString()),
                        ("score", (long)probed.Link.Score),
                        ("up", (long?)probed.Link.UpKbps),
                        ("down", (long?)probed.Link.DownKbps),
                        ("loss", probed.Link.LossPercent),
                        ("trip", (long?)probed.Link.RoundTripMs),
                        ("jitter", (long?)probed.Link.JitterMs),
                        ("path", probed.Link.Path),
                        ("consult", append.Id.Value),
                        ("asked", Instant.From(probed.AskedAt))));
                    break;
            }
        }
    }

    /// <summary>
    /// A copy comes into the library, and out of it, by the append that says so. Which one it is, is kept for who destroys the
    /// case: sealed, so that it can be read as long as the case.
    /// </summary>
    private void AddCopy(StreamAppend.ToConsult append, byte[]? key)
    {
        var id = append.Id.Value;
        foreach (var happened in append.Events)
        {
            switch (happened)
            {
                case ConsultEvent.CopyReleased { Copy: { } copy } released when key is not null:
                    // Both look for the key anew: who destroys it meanwhile waits for this append, or this one for them.
                    _all.Add(new(
                        $"UPDATE library_copies SET released = 1, day = @day WHERE id = @id AND {KeyIsThere}",
                        ("day", LibraryPlace.DayOf(released.At)),
                        ("id", copy.Value),
                        ("case", id)));
                    _all.Add(new(
                        $"INSERT INTO library_links (case_id, link) SELECT @case, @link WHERE {KeyIsThere}",
                        ("case", id),
                        ("link", CaseKey.Seal(key, Encoding.ASCII.GetBytes(copy.Value), CaseLibrary.LinkContext(id)))));
                    break;
                case ConsultEvent.CopyWithdrawn { Copy: { } copy }:
                    _all.Add(new("DELETE FROM library_copies WHERE id = @id", ("id", copy.Value)));
                    _all.Add(new("DELETE FROM library_links WHERE case_id = @case", ("case", id)));
                    break;
            }
        }
    }

    private static (ResourceId Resource, DateTimeOffset Place)[] ResourcesOf(ConsultState state) =>
        state is ConsultState.Scheduled planned
            ? [.. planned.Resources.Select(one => (one, PlaceGrid.PlaceOf(planned.StartsAt)))]
            : [];

    private static (PersonId Lead, DateTimeOffset Place)? BookingOf(ConsultState state) =>
        state is ConsultState.Scheduled planned
            ? (planned.Engagement.Lead, PlaceGrid.PlaceOf(planned.StartsAt))
            : null;

    private static Dictionary<PersonId, string> Experts(ConsultState state) =>
        ((state as ConsultState.Engaged)?.Engagement.Experts ?? []).ToDictionary(
            one => one.Person,
            one => one.TakesPart ? OfferRecord.ExpertIn
                : one.Status == ExpertStatus.Offered ? OfferRecord.ExpertInvited
                : OfferRecord.ExpertOut);

    private static Dictionary<PersonId, string> Interpreters(ConsultState state) =>
        (state as ConsultState.Filed)?.File.Interpretation is { } asked
            ? asked.Asked.Distinct().ToDictionary(
                one => one,
                one => asked.TakesPart && asked.Interpreter == one ? OfferRecord.Interpreter : OfferRecord.InterpreterAsked)
            : [];

    private static Dictionary<PersonId, string> RemovedViewers(ConsultState state) =>
        ((state as ConsultState.Filed)?.File.Teaching?.Removed ?? []).ToDictionary(one => one, _ => OfferRecord.ViewerOut);

    private void AddDoctor(StreamAppend.ToDoctor append, Written written)
    {
        var version = append.Expected + append.Events.Count;
        var state = JsonSerializer.Serialize(append.After, FactTypes.Json.DoctorAvailability);
        _doctors.Add((append.Id, new(
            JsonSerializer.Deserialize(state, FactTypes.Json.DoctorAvailability)!, version, written.Hash)));
        _all.Add(new(
            """
            INSERT INTO doctors (person, version, present, state) VALUES (@person, @version, @present, @state)
            ON CONFLICT (person) DO UPDATE SET version = excluded.version, present = excluded.present,
              state = excluded.state
            """,
            ("person", append.Id.Value),
            ("version", (long)version),
            ("present", append.After.Present ? 1L : 0L),
            ("state", state)));
        AddClock(append.Stream.ToString(), append.After.Clock, append.Before.State.Clock);
    }

    private void AddRecording(StreamAppend.ToRecording append, byte[]? key) => _all.Add(new(
        """
        INSERT INTO recordings (id, consult, version, status, requested_at, state)
        VALUES (@id, @consult, @version, @status, @requested, @state)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, status = excluded.status, state = excluded.state
        """,
        ("id", append.Id.Value),
        ("consult", append.After.Consult.Value),
        ("version", (long)(append.Expected + append.Events.Count)),
        ("status", append.After.Status.ToString()),
        ("requested", Instant.From(append.After.RequestedAt)),
        ("state", Seal(append.After, FactTypes.Json.RecordingLife, key, "row|" + append.Id.Value))));

    private void AddClock(string stream, Clock? now, Clock? before)
    {
        if (now == before)
        {
            return;
        }

        if (before is not null)
        {
            _all.Add(new("DELETE FROM clocks WHERE stream = @stream", ("stream", stream)));
        }

        if (now is not null)
        {
            _all.Add(new(
                "INSERT INTO clocks (stream, kind, due_at) VALUES (@stream, @kind, @due) ON CONFLICT DO NOTHING",
                ("stream", stream),
                ("kind", now.Kind.ToString()),
                ("due", Instant.From(now.DueAt))));
        }
    }

    private static string Seal<T>(T value, JsonTypeInfo<T> type, byte[]? key, string context) =>
        PersonalSeal.Seal(JsonSerializer.SerializeToUtf8Bytes(value, type), key, context);
}
