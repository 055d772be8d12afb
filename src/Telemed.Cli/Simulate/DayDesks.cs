using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Dispatch;
using Telemed.Storage;

namespace Telemed.Cli.Simulate;

/// <summary>The desks over a database as one running server has them; a restart makes new ones.</summary>
internal sealed class DayDesks
{
    /// <summary>Desks over an open database, their clocks fired under this worker's name.</summary>
    public DayDesks(ConsultDatabase database, string worker)
    {
        var ids = new RandomIds();
        var ring = new RingOptions();
        Times = new ConsultTimes();
        var dispatch = new DispatchService(database.Store, database.Directory, ids, ring, Times);
        Database = database;
        Consults = new(database.Store, database.Directory, ids, dispatch, ring, Times);
        Doctors = new(database.Store, database.Directory, dispatch, ring, Times);
        Clocks = new(database.Store, dispatch, Doctors, ring, Times, new NobodyReminded(), worker);
        Dispatch = dispatch;
    }

    public ConsultDatabase Database { get; }

    public ConsultTimes Times { get; }

    public ConsultDesk Consults { get; }

    public DoctorDesk Doctors { get; }

    public DueClocks Clocks { get; }

    public DispatchService Dispatch { get; }
}
