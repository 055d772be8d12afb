namespace Telemed.Consults.Access;

/// <summary>How a person stands to a case.</summary>
[Flags]
public enum Relation
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The requesting doctor.</summary>
    Requester = 1,

    /// <summary>Works at the requesting institution.</summary>
    SameInstitution = 2,

    /// <summary>Is being rung for it now.</summary>
    Offered = 4,

    /// <summary>Is the lead specialist.</summary>
    Lead = 8,

    /// <summary>Was offered it earlier, in vain.</summary>
    OfferedBefore = 16,

    /// <summary>Works at the lead specialist's institution.</summary>
    LeadInstitution = 32,

    /// <summary>Is invited as a further expert, and has not answered.</summary>
    Invited = 64,

    /// <summary>Takes part as a further expert.</summary>
    Expert = 128,

    /// <summary>Has opened the case in need, a while ago at most.</summary>
    Glass = 256,

    /// <summary>Came by a link: the patient, or who speaks for them.</summary>
    Guest = 512,

    /// <summary>Works at the house to which the patient is referred.</summary>
    Referred = 1024,

    /// <summary>Interprets.</summary>
    Interpreter = 2048,

    /// <summary>Was asked to interpret.</summary>
    AskedToInterpret = 4096,

    /// <summary>Is looked after at home, speaks for who is, or is bound to the patient: their link outlives the case.</summary>
    Care = 8192,

    /// <summary>The patient has called from home and nobody of the house has answered in time.</summary>
    Unanswered = 16384,

    /// <summary>The case is open to those who look on to learn.</summary>
    Taught = 32768,

    /// <summary>A copy of the case waits for somebody to release it.</summary>
    CopyProposed = 65536,

    /// <summary>Came by a link to read the opinion: the patient, or who speaks for them.</summary>
    Reader = 131072,

    /// <summary>As such they were granted to play the recording, for a time that is not over.</summary>
    PlayGranted = 262144,

    /// <summary>The case was drawn for the quality sample, a while ago at most.</summary>
    Sampled = 524288,

    /// <summary>An order to play its recording is in force.</summary>
    Ordered = 1048576,
}
