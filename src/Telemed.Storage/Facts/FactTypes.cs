using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Telemed.Storage.Facts;

/// <summary>
/// The stored name of each kind of fact. Names and their version numbers stay for ever: a changed shape gets the next
/// number and a reader for the old one, and no record is ever rewritten.
/// </summary>
internal static class FactTypes
{
    /// <summary>
    /// JSON as it is stored; Chinese stays readable, and nothing of it is ever put into a page as it is.
    /// </summary>
    internal static readonly FactJson Json = new(new JsonSerializerOptions(FactJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static readonly (string Name, JsonTypeInfo Type)[] All =
    [
        ("consult.draft-saved/1", Json.DraftSaved),
        ("consult.request-submitted/1", Json.RequestSubmitted),
        ("consult.review-started/1", Json.ReviewStarted),
        ("consult.request-returned/1", Json.RequestReturned),
        ("consult.request-rejected/1", Json.RequestRejected),
        ("consult.dispatch-started/1", Json.DispatchStarted),
        ("consult.offer-made/1", Json.OfferMade),
        ("consult.offer-accepted/1", Json.OfferAccepted),
        ("consult.offer-declined/1", Json.OfferDeclined),
        ("consult.offer-expired/1", Json.OfferExpired),
        ("consult.offer-withdrawn/1", Json.OfferWithdrawn),
        ("consult.staffing-failed/1", Json.StaffingFailed),
        ("consult.consent-recorded/1", Json.ConsentRecorded),
        ("consult.became-ready/1", Json.BecameReady),
        ("consult.readiness-lost/1", Json.ReadinessLost),
        ("consult.room-entered/1", Json.RoomEntered),
        ("consult.room-left/1", Json.RoomLeft),
        ("consult.session-started/1", Json.SessionStarted),
        ("consult.session-interrupted/1", Json.SessionInterrupted),
        ("consult.session-resumed/1", Json.SessionResumed),
        ("consult.session-ended/1", Json.SessionEnded),
        ("consult.opinion-requested/1", Json.OpinionRequested),
        ("consult.opinion-drafted/1", Json.OpinionDrafted),
        ("consult.opinion-signed/1", Json.OpinionSigned),
        ("consult.opinion-amended/1", Json.OpinionAmended),
        ("consult.opinion-reminded/1", Json.OpinionReminded),
        ("consult.opinion-escalated/1", Json.OpinionEscalated),
        ("consult.opinion-acknowledged/1", Json.OpinionAcknowledged),
        ("consult.closed/1", Json.ConsultClosed),
        ("consult.cancelled/1", Json.ConsultCancelled),
        ("consult.lapsed/1", Json.ConsultLapsed),
        ("consult.transferred/1", Json.ConsultTransferred),
        ("consult.recording-opened/1", Json.RecordingOpened),
        ("consult.recording-unavailable/1", Json.RecordingUnavailable),
        ("consult.proceeded-unrecorded/1", Json.ProceededUnrecorded),
        ("consult.archived/1", Json.ConsultArchived),
        ("consult.request-approved/1", Json.RequestApproved),
        ("consult.review-noted/1", Json.ReviewNoted),
        ("consult.lead-released/1", Json.LeadReleased),
        ("consult.session-scheduled/1", Json.SessionScheduled),
        ("consult.lead-booked/1", Json.LeadBooked),
        ("consult.session-reminded/1", Json.SessionReminded),
        ("consult.appointment-opened/1", Json.AppointmentOpened),
        ("consult.read-requested/1", Json.ReadRequested),
        ("consult.identity-checked/1", Json.IdentityChecked),
        ("consult.patient-arrived/1", Json.PatientArrived),
        ("consult.override-asked/1", Json.OverrideAsked),
        ("consult.override-confirmed/1", Json.OverrideConfirmed),
        ("consult.consent-overdue/1", Json.ConsentOverdue),
        ("consult.expert-invited/1", Json.ExpertInvited),
        ("consult.expert-accepted/1", Json.ExpertAccepted),
        ("consult.expert-declined/1", Json.ExpertDeclined),
        ("consult.expert-expired/1", Json.ExpertExpired),
        ("consult.expert-signed/1", Json.ExpertSigned),
        ("consult.expert-removed/1", Json.ExpertRemoved),
        ("consult.lead-handed-over/1", Json.LeadHandedOver),
        ("consult.wrong-patient-stopped/1", Json.WrongPatientStopped),
        ("consult.glass-broken/1", Json.GlassBroken),
        ("consult.glass-reviewed/1", Json.GlassReviewed),
        ("consult.guest-invited/1", Json.GuestInvited),
        ("consult.guest-mistaken/1", Json.GuestMistaken),
        ("consult.guest-came/1", Json.GuestCame),
        ("consult.guest-ended/1", Json.GuestEnded),
        ("consult.quality-sampled/1", Json.QualitySampled),
        ("consult.order-entered/1", Json.OrderEntered),
        ("consult.order-confirmed/1", Json.OrderConfirmed),
        ("consult.order-ended/1", Json.OrderEnded),
        ("consult.play-asked/1", Json.PlayAsked),
        ("consult.play-answered/1", Json.PlayAnswered),
        ("consult.dependant-bound/1", Json.DependantBound),
        ("consult.dependant-unbound/1", Json.DependantUnbound),
        ("consult.follow-up-planned/1", Json.FollowUpPlanned),
        ("consult.follow-up-opened/1", Json.FollowUpOpened),
        ("consult.referral-made/1", Json.ReferralMade),
        ("consult.referral-answered/1", Json.ReferralAnswered),
        ("consult.visit-ordered/1", Json.VisitOrdered),
        ("consult.visit-finished/1", Json.VisitFinished),
        ("consult.settled/1", Json.CaseSettled),
        ("consult.file-attached/1", Json.FileAttached),
        ("consult.colour-card-marked/1", Json.ColourCardMarked),
        ("consult.chat-written/1", Json.ChatWritten),
        ("consult.interpreter-asked/1", Json.InterpreterAsked),
        ("consult.interpreter-found/1", Json.InterpreterFound),
        ("consult.interpreter-declined/1", Json.InterpreterDeclined),
        ("consult.interpreter-ended/1", Json.InterpreterEnded),
        ("consult.teaching-opened/1", Json.TeachingOpened),
        ("consult.teaching-closed/1", Json.TeachingClosed),
        ("consult.viewer-removed/1", Json.ViewerRemoved),
        ("consult.contract-offered/1", Json.ContractOffered),
        ("consult.contract-answered/1", Json.ContractAnswered),
        ("consult.contract-ended/1", Json.ContractEnded),
        ("consult.alert-raised/1", Json.AlertRaised),
        ("consult.alert-answered/1", Json.AlertAnswered),
        ("consult.alert-escalated/1", Json.AlertEscalated),
        ("consult.became-overdue/1", Json.BecameOverdue),
        ("consult.session-ran-long/1", Json.SessionRanLong),
        ("consult.phone-bridge-offered/1", Json.PhoneBridgeOffered),
        ("consult.site-probe-asked/1", Json.SiteProbeAsked),
        ("consult.site-probed/1", Json.SiteProbed),
        ("consult.site-not-reached/1", Json.SiteNotReached),
        ("consult.copy-proposed/1", Json.CopyProposed),
        ("consult.copy-returned/1", Json.CopyReturned),
        ("consult.copy-released/1", Json.CopyReleased),
        ("consult.copy-withdrawn/1", Json.CopyWithdrawn),
        ("doctor.switch-set/1", Json.SwitchSet),
        ("doctor.switch-ended/1", Json.SwitchEnded),
        ("doctor.arrived/1", Json.DoctorArrived),
        ("doctor.departed/1", Json.DoctorDeparted),
        ("doctor.claimed/1", Json.DoctorClaimed),
        ("doctor.engaged/1", Json.DoctorEngaged),
        ("doctor.attended/1", Json.DoctorAttended),
        ("doctor.released/1", Json.DoctorReleased),
        ("doctor.wrap-up-started/1", Json.WrapUpStarted),
        ("doctor.wrap-up-ended/1", Json.WrapUpEnded),
        ("recording.requested/1", Json.RecordingRequested),
        ("recording.participant-entered/1", Json.RecordingParticipantEntered),
        ("recording.participant-left/1", Json.RecordingParticipantLeft),
        ("recording.answered/1", Json.RecordingAnswered),
        ("recording.patient-answered/1", Json.PatientAnsweredRecording),
        ("recording.started/1", Json.RecordingStarted),
        ("recording.paused/1", Json.RecordingPaused),
        ("recording.resumed/1", Json.RecordingResumed),
        ("recording.marked/1", Json.RecordingMarked),
        ("recording.leased/1", Json.RecordingLeased),
        ("recording.failed/1", Json.RecordingFailed),
        ("recording.stopped/1", Json.RecordingStopped),
        ("recording.dropped/1", Json.RecordingDropped),
        ("recording.sealed/1", Json.RecordingSealed),
        ("recording.lease-kept/1", Json.RecordingLeaseKept),
        ("recording.step-asked/1", Json.RecordingStepAsked),
        ("recording.step-taken-back/1", Json.RecordingStepTakenBack),
        ("recording.held/1", Json.RecordingHeld),
        ("recording.released/1", Json.RecordingReleased),
        ("recording.destroyed/1", Json.RecordingDestroyed),
        ("recording.filed/1", Json.RecordingFiled),
    ];

    /// <summary>A consent to the case library, which a version that knows none must not take for another item.</summary>
    private const string LibraryConsent = "consult.consent-recorded/2";

    /// <summary>A link to read by, which a version that knows none must not take for one into the room.</summary>
    private const string ReadingLink = "consult.guest-invited/2";

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByName =
        All.Append((Name: LibraryConsent, Type: Json.ConsentRecorded)).Append((Name: ReadingLink, Type: Json.GuestInvited))
            .ToFrozenDictionary(one => one.Name, one => one.Type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, (string Name, JsonTypeInfo Type)> ByType =
        All.ToFrozenDictionary(one => one.Type.Type);

    /// <summary>The stored name and the clear JSON of a fact.</summary>
    internal static (string Name, byte[] Json) Write(IFact fact)
    {
        var (name, type) = ByType[fact.GetType()];
        return (
            fact switch
            {
                ConsultEvent.ConsentRecorded { Consent.Item: ConsentItem.Library } => LibraryConsent,
                ConsultEvent.GuestInvited { Reads: true } => ReadingLink,
                _ => name,
            },
            JsonSerializer.SerializeToUtf8Bytes(fact, type));
    }

    /// <summary>The fact of a stored name and its clear JSON.</summary>
    /// <exception cref="NewerVersionException">This version does not know the name: a newer one wrote it.</exception>
    internal static IFact Read(string name, ReadOnlySpan<byte> json) => (IFact)JsonSerializer.Deserialize(json, Find(name))!;

    /// <summary>How a fact of a stored name is read.</summary>
    /// <exception cref="NewerVersionException">This version does not know the name: a newer one wrote it.</exception>
    internal static JsonTypeInfo Find(string name) => ByName.TryGetValue(name, out var type) ? type : throw new NewerVersionException(name);
}
