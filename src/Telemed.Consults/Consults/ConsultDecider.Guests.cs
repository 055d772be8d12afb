using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Patients and those who speak for them, who join by a link.</summary>
public sealed partial class ConsultDecider
{
    private static bool TakesGuests(ConsultState.Filed s, ConsultCommand c) =>
        IsBeforeSession(s) || s is ConsultState.InSession or ConsultState.Interrupted || IsAtHome(s, c) || IsReading(s, c);

    /// <summary>
    /// After the opinion a link is for a patient who is looked after at home, or who may take back their consent to the library.
    /// </summary>
    private static bool IsAtHome(ConsultState.Filed s, ConsultCommand c) =>
        s is ConsultState.Engaged engaged && IsSigned(engaged) && (IsCaredFor(s.File, c.Now) || s.File.WasAskedForLibrary);

    /// <summary>The patient reads the opinion once it is signed, however long ago the case was closed.</summary>
    private static bool IsReading(ConsultState.Filed s, ConsultCommand c) => s is ConsultState.Engaged engaged && IsSigned(engaged)
        && (c is InviteGuest { Reads: true } || (c is OpenGuestLink && s.File.FindGuest(c.By) is { Reads: true }));

    private Decision<ConsultEvent> InviteByLink(ConsultState.Filed s, InviteGuest c)
    {
        if (c.Reads && !IsReading(s, c))
        {
            return Refuse("opinion-unsigned", "There is no signed opinion to read.");
        }

        if (s.File.Request.Lane == Lane.Asynchronous && !IsAtHome(s, c) && !c.Reads)
        {
            return Refuse("not-in-state", "A read without a room is joined by nobody.");
        }

        if (s.File.Guests.Count(one => one.Reads == c.Reads && ((one.TakesPart && !one.Reads) || one.IsOpenAt(c.Now))) >= Guest.MostAtOnce)
        {
            return Refuse("too-many-guests", "Withdraw a link first.");
        }

        if (c.Kind == GuestKind.Proxy && string.IsNullOrWhiteSpace(c.Name))
        {
            return Refuse("proxy-missing", "Who speaks for the patient is written down.");
        }

        return CanBeNamed(s.File.Request.Text?.Patient)
            ? Accept(new ConsultEvent.GuestInvited(
                c.By, c.Now, c.Guest, c.Kind, c.KeyHash, c.Now + times.GuestLink, Text(c.Name), c.Reads))
            : Refuse("patient-unnamed", "The request names the patient and one identifier first: the guest is asked for both.");
    }

    /// <summary>
    /// The holder of a link names the patient and the end of an identifier. Others than the case's are stored as a mistake,
    /// and the link is still of use, a few times.
    /// </summary>
    private static Decision<ConsultEvent> UseLink(ConsultState.Filed s, OpenGuestLink c)
    {
        if (s.File.FindGuest(c.By) is not { } guest || guest.KeyHash != c.KeyHash)
        {
            return Refuse("link-unknown", "There is no such link.");
        }

        if (!guest.IsOpenAt(c.Now))
        {
            return guest switch
            {
                { EndedAt: not null } => Refuse("link-withdrawn", "The link was withdrawn."),
                { UsedAt: not null } => Refuse("link-used", "The link was used; the clinic makes another one."),
                { Mistakes: >= Guest.MostMistakes } => Refuse("link-spent", "Too many mistakes; the clinic makes another link."),
                _ => Refuse("link-expired", "The link is too old; the clinic makes another one."),
            };
        }

        if (s.File.Request.Text?.Patient is not { } patient || Named(patient, c) is not { } kinds)
        {
            return Accept(new ConsultEvent.GuestMistaken(c.By, c.Now));
        }

        var came = new ConsultEvent.GuestCame(c.By, c.Now);
        return s.File.Identity is null && guest.Kind == GuestKind.Patient && IsBeforeSession(s)
            ? Join(came, Compare(s, new CheckIdentity(c.By, c.Now, kinds)))
            : Accept(came);
    }

    private static Decision<ConsultEvent> TakeLinkBack(ConsultState.Filed s, EndGuest c) => s.File.FindGuest(c.Guest) switch
    {
        null => Refuse("link-unknown", "There is no such link."),
        { EndedAt: not null } => Accept(),
        _ when (s as ConsultState.Engaged)?.Engagement.IsPresent(c.Guest) ?? false => Accept(
            new ConsultEvent.RoomLeft(c.By, c.Now, c.Guest, LeaveCause.Left, SideOf((ConsultState.Engaged)s, c.Guest)),
            new ConsultEvent.GuestEnded(c.By, c.Now, c.Guest)),
        _ => Accept(new ConsultEvent.GuestEnded(c.By, c.Now, c.Guest)),
    };

    /// <summary>Who named two identifiers of the patient to speak for them can be bound; the consent is written down beside.</summary>
    private static Decision<ConsultEvent> Bind(ConsultState.Filed s, BindDependant c)
    {
        if (s.File.FindGuest(c.Guest) is not { Kind: GuestKind.Proxy, TakesPart: true } guest)
        {
            return Refuse("not-a-proxy", "Only who came by a link to speak for the patient is bound to them.");
        }

        if (guest.IsBound)
        {
            return Refuse("bound-already", "The two are bound already.");
        }

        return c.Method != ConsentMethod.Signature && string.IsNullOrWhiteSpace(c.Consent.Witness)
            ? Refuse("witness-missing", "Who saw the consent given is written down.")
            : Accept(new ConsultEvent.DependantBound(c.By, c.Now, c.Guest, c.Method, c.TextVersion, c.Language, c.Consent));
    }

    /// <summary>Either of the two, or the house for them, at any time.</summary>
    private static Decision<ConsultEvent> Unbind(ConsultState.Filed s, UnbindDependant c)
    {
        if (s.File.FindGuest(c.Guest) is not { IsBound: true })
        {
            return Refuse("not-bound", "The two are not bound.");
        }

        return string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.DependantUnbound(c.By, c.Now, c.Guest, c.Reason));
    }

    private static Decision<ConsultEvent> Join(ConsultEvent first, Decision<ConsultEvent> then) =>
        then is Decision<ConsultEvent>.Accepted more ? new Decision<ConsultEvent>.Accepted([first, .. more.Facts]) : then;

    private static bool CanBeNamed(PatientDetails? patient) => !string.IsNullOrWhiteSpace(patient?.Name)
        && patient.Identifiers.Any(one => Bare(one.Value).Length >= Guest.LastCharacters);

    /// <summary>The kinds of the two identifiers that were named; <c>null</c> when one is another's.</summary>
    private static IReadOnlyList<string>? Named(PatientDetails patient, OpenGuestLink c)
    {
        var end = Bare(c.Identifier);
        if (end.Length < Guest.LastCharacters || Bare(patient.Name) is not { Length: > 0 } name || name != Bare(c.Name))
        {
            return null;
        }

        var named = patient.Identifiers.FirstOrDefault(one => Bare(one.Value).EndsWith(end, StringComparison.Ordinal));
        return named is null ? null : ["name", IdentityCheck.Known.Contains(named.System) ? named.System : "paper"];
    }

    /// <summary>Letters and digits alone, large: as people write the same thing in many ways.</summary>
    private static string Bare(string? text) =>
        string.Concat((text ?? string.Empty).Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
