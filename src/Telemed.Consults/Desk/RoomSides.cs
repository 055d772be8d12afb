namespace Telemed.Consults.Desk;

/// <summary>On which side a person stands who may enter a room. Pure.</summary>
internal static class RoomSides
{
    internal static RoomSide Of(StaffMember who, ConsultState.Engaged state)
    {
        if (who.Id == state.Engagement.Lead)
        {
            return RoomSide.Specialist;
        }

        if (who.Institution != state.File.Institution)
        {
            return RoomSide.Observer;
        }

        return who.Is(Role.RequestingDoctor) ? RoomSide.Requester : RoomSide.Bedside;
    }
}
