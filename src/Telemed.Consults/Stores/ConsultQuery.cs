namespace Telemed.Consults.Stores;

/// <summary>Which consult rows are wanted; every condition that is set must hold.</summary>
public sealed record ConsultQuery
{
    /// <summary>Those in which this person is requester, lead, or was ever rung.</summary>
    public PersonId? Involving { get; init; }

    /// <summary>With <see cref="Involving"/>: also those of this institution.</summary>
    public InstitutionId? OrInstitution { get; init; }

    /// <summary>Those that this institution asked for, or that one of <see cref="OrLedBy"/> leads.</summary>
    public InstitutionId? Asked { get; init; }

    /// <summary>With <see cref="Asked"/>: who leads for it.</summary>
    public IReadOnlyList<PersonId> OrLedBy { get; init; } = [];

    /// <summary>Those in one of these states; <c>null</c> for all.</summary>
    public IReadOnlyList<ConsultStatus>? States { get; init; }

    /// <summary>With <see cref="States"/>: also those with any of these marks, whatever their state.</summary>
    public CaseMarks OrMarked { get; init; }

    /// <summary>Those with any of these marks; all when there is none.</summary>
    public CaseMarks Marked { get; init; }

    /// <summary>Those that ask one of these services; <c>null</c> for all.</summary>
    public IReadOnlyList<ServiceCode>? Services { get; init; }

    /// <summary>At most so many, newest first. Default 200.</summary>
    public int Most { get; init; } = 200;
}
