namespace Telemed.Consults.Institutions;

/// <summary>What a person may be in the network.</summary>
[JsonConverter(typeof(CamelCaseEnum<Role>))]
public enum Role
{
    /// <summary>Asks for consults about own patients.</summary>
    RequestingDoctor,

    /// <summary>Is asked.</summary>
    Specialist,

    /// <summary>Drafts, and stands beside the patient.</summary>
    Nurse,

    /// <summary>Arranges; sees the minimum set.</summary>
    Dispatcher,

    /// <summary>Keeps archived records and plays recordings, audited.</summary>
    RecordsOfficer,

    /// <summary>Keeps people and institutions; never sees patient data.</summary>
    Administrator,

    /// <summary>Runs the platform; never sees patient data.</summary>
    Operator,

    /// <summary>Reads requests before they are dispatched, and returns or rejects them.</summary>
    QualityReviewer,

    /// <summary>Interprets; knows language and time only.</summary>
    Interpreter,

    /// <summary>Looks on to learn; sees what is de-identified.</summary>
    Trainee,

    /// <summary>Supervises; sees counts only.</summary>
    Regulator,

    /// <summary>Is told of every opened glass, and reviews it; sees no case.</summary>
    PrivacyOfficer,

    /// <summary>The patient of a case, by a link; never of the staff.</summary>
    Patient,

    /// <summary>Who speaks for the patient of a case, by a link; never of the staff.</summary>
    Proxy,
}
