namespace Telemed.Consults.Consults;

/// <summary>
/// The state of a consult: one closed record per state, so that a field exists only where it is true.
/// <code>
/// Unknown → Draft → [Submitted → UnderReview → Returned | Rejected] → Dispatching ⇄ Offered → Accepted ⇄ Ready
/// Dispatching → Unstaffed → Dispatching        Ready → InSession ⇄ Interrupted → SessionEnded → OpinionPending
/// Draft, Dispatching, Offered, Unstaffed → Scheduled (a place of the rota is booked)
/// Accepted, Ready → Scheduled → Accepted → Ready         Accepted, Scheduled, Ready → Dispatching (reassigned)
/// OpinionPending → OpinionSigned → Acknowledged → Closed → Archived          Accepted, Ready → NoShow
/// before InSession → Cancelled      InSession, Interrupted → ConvertedToTransfer, or Accepted (wrong patient)
/// asynchronous: Offered → OpinionPending, no room
/// </code>
/// </summary>
public abstract record ConsultState
{
    private ConsultState()
    {
    }

    /// <summary>Nothing was ever stored under this identifier.</summary>
    public sealed record Unknown : ConsultState
    {
        /// <summary>The one instance.</summary>
        public static Unknown Instance { get; } = new();
    }

    /// <summary>Every state but <see cref="Unknown"/>.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    public abstract record Filed(CaseFile File, DateTimeOffset Since) : ConsultState
    {
        /// <summary>The state's name.</summary>
        public abstract ConsultStatus Status { get; }

        /// <summary>Since when nothing more is expected of the case; <c>null</c> while something is.</summary>
        public virtual DateTimeOffset? FinishedAt => AccessPolicy.IsFinished(Status) ? Since : null;
    }

    /// <summary>Every state from the acceptance on.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="Engagement">What followed from the acceptance.</param>
    public abstract record Engaged(CaseFile File, DateTimeOffset Since, Engagement Engagement) : Filed(File, Since);

    /// <summary>Being written.</summary>
    public sealed record Draft(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Draft;
    }

    /// <summary>Waiting for a reviewer.</summary>
    public sealed record Submitted(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Submitted;
    }

    /// <summary>A reviewer reads it.</summary>
    public sealed record UnderReview(CaseFile File, DateTimeOffset Since, PersonId Reviewer) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.UnderReview;
    }

    /// <summary>Sent back to be completed; saving it makes it a draft again.</summary>
    public sealed record Returned(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Returned;
    }

    /// <summary>Refused by the reviewer. Final.</summary>
    public sealed record Rejected(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Rejected;
    }

    /// <summary>A specialist is being looked for; nobody is rung at this moment.</summary>
    public sealed record Dispatching(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Dispatching;
    }

    /// <summary>At least one specialist is being rung.</summary>
    public sealed record Offered(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Offered;
    }

    /// <summary>The ladder is exhausted.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="PhoneInstead">The number to phone, or <c>null</c> when the network has none.</param>
    public sealed record Unstaffed(CaseFile File, DateTimeOffset Since, string? PhoneInstead) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Unstaffed;
    }

    /// <summary>Taken by a specialist; the patient's consent, or the comparison of two identifiers, is missing.</summary>
    public sealed record Accepted(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Accepted;
    }

    /// <summary>An appointment is made.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="Engagement">What followed from the acceptance.</param>
    /// <param name="StartsAt">When the session is to begin.</param>
    /// <param name="OpensAt">When the room opens.</param>
    /// <param name="RemindAt">When the reminder is due; <c>null</c> once it was sent, or when there is none.</param>
    /// <param name="Resources">The rooms and devices it has, in the order of their names.</param>
    public sealed record Scheduled(
        CaseFile File,
        DateTimeOffset Since,
        Engagement Engagement,
        DateTimeOffset StartsAt,
        DateTimeOffset OpensAt,
        DateTimeOffset? RemindAt,
        ImmutableArray<ResourceId> Resources) : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Scheduled;
    }

    /// <summary>The room may be entered.</summary>
    public sealed record Ready(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Ready;
    }

    /// <summary>Both sides are in the room.</summary>
    public sealed record InSession(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.InSession;
    }

    /// <summary>One side dropped out; the room and the recording are kept (F4).</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="Engagement">What followed from the acceptance.</param>
    /// <param name="EndsAt">When the session ends unless both sides are back.</param>
    public sealed record Interrupted(
        CaseFile File, DateTimeOffset Since, Engagement Engagement, DateTimeOffset EndsAt)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Interrupted;

        /// <summary>When the telephone is offered; <c>null</c> once it was.</summary>
        public DateTimeOffset? BridgeAt { get; init; }

        /// <summary>Whether the two may go on by telephone.</summary>
        public bool BridgeOffered { get; init; }
    }

    /// <summary>The session is over; passed through on the way to <see cref="OpinionPending"/>.</summary>
    public sealed record SessionEnded(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.SessionEnded;
    }

    /// <summary>The specialist owes an opinion.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="Engagement">What followed from the acceptance.</param>
    /// <param name="DueAt">When the next reminder, or the escalation, is due; <c>null</c> after the escalation.</param>
    public sealed record OpinionPending(
        CaseFile File, DateTimeOffset Since, Engagement Engagement, DateTimeOffset? DueAt)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.OpinionPending;
    }

    /// <summary>The opinion is signed and immutable (R5).</summary>
    public sealed record OpinionSigned(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.OpinionSigned;
    }

    /// <summary>The requesting doctor has answered the opinion.</summary>
    public sealed record Acknowledged(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Acknowledged;
    }

    /// <summary>Finished. Only an addendum or a co-signature may follow.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="Engagement">What followed from the acceptance.</param>
    /// <param name="ArchiveAt">When it is filed in the archive.</param>
    public sealed record Closed(CaseFile File, DateTimeOffset Since, Engagement Engagement, DateTimeOffset ArchiveAt)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Closed;
    }

    /// <summary>Filed. Takes nothing but a late addendum.</summary>
    /// <param name="File">The request, the consents and the offers.</param>
    /// <param name="Since">When this state was entered.</param>
    /// <param name="Engagement">What followed from the acceptance.</param>
    /// <param name="ClosedAt">When it was closed: filing it makes no time window longer.</param>
    public sealed record Archived(CaseFile File, DateTimeOffset Since, Engagement Engagement, DateTimeOffset ClosedAt)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Archived;

        /// <inheritdoc/>
        public override DateTimeOffset? FinishedAt => ClosedAt;
    }

    /// <summary>Called off before the session. Final.</summary>
    public sealed record Cancelled(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.Cancelled;
    }

    /// <summary>Accepted, but the session never began in time. Final.</summary>
    public sealed record NoShow(CaseFile File, DateTimeOffset Since) : Filed(File, Since)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.NoShow;
    }

    /// <summary>The patient is being moved instead (F12). Final.</summary>
    public sealed record ConvertedToTransfer(CaseFile File, DateTimeOffset Since, Engagement Engagement)
        : Engaged(File, Since, Engagement)
    {
        /// <inheritdoc/>
        public override ConsultStatus Status => ConsultStatus.ConvertedToTransfer;
    }
}
