namespace Telemed.Consults.Desk;

/// <summary>On which side a person stands who may enter a room. Pure.</summary>
public static class RoomSides
{
    /// <summary>The side of a person in a consult that has a room.</summary>
    public static RoomSide Of(StaffMember who, ConsultState.Engaged state)
    {
        if (who.Id == state.Engagement.Lead)
        {
            return RoomSide.Specialist;
        }

        if (state.Engagement.FindExpert(who.Id) is { TakesPart: true })
        {
            return RoomSide.Expert;
        }

        if (state.File.FindGuest(who.Id) is { } guest)
        {
            return guest.Kind == GuestKind.Patient ? RoomSide.Patient : RoomSide.Proxy;
        }

        if (state.File.IsInterpreter(who.Id))
        {
            return RoomSide.Interpreter;
        }

        if (who.Institution != state.File.Institution)
        {
            return RoomSide.Observer;
        }

        if (who.Is(Role.RequestingDoctor))
        {
            return RoomSide.Requester;
        }

        return who.Is(Role.Nurse) ? RoomSide.Bedside : RoomSide.Observer;
    }
}
