namespace Telemed.Storage.Reads;

/// <summary>A row of the bookings, of a specialist or of a resource.</summary>
internal sealed class BookingRecord
{
    public string Whose { get; init; } = string.Empty;

    public long Place { get; init; }
}
