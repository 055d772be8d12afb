namespace Telemed.Consults.Decisions;

/// <summary>
/// Something that happened and was stored. By convention a property whose JSON name is <c>personal</c> holds personal
/// data: the store seals its value under the case's key, and it reads as <c>null</c> once that key was destroyed.
/// </summary>
public interface IFact
{
    /// <summary>Who did it; <see cref="PersonId.System"/> where no person did.</summary>
    public PersonId By { get; }

    /// <summary>When, server time, to the millisecond.</summary>
    public DateTimeOffset At { get; }
}
