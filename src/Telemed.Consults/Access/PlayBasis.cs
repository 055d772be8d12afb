namespace Telemed.Consults.Access;

/// <summary>By what somebody plays a recording; it stands in the audit beside each play (U1).</summary>
public enum PlayBasis
{
    /// <summary>It is a case of their own, or they keep the archive.</summary>
    Part,

    /// <summary>They are the patient, or speak for them, and a records officer granted it.</summary>
    PatientRequest,

    /// <summary>They are a quality reviewer, and it was drawn.</summary>
    QualitySample,

    /// <summary>They are a regulator, and an order names the case.</summary>
    RegulatorOrder,
}
