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
}
