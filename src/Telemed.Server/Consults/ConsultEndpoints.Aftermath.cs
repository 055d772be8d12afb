namespace Telemed.Server.Consults;

/// <summary>What follows from a signed opinion.</summary>
internal static partial class ConsultEndpoints
{
    private static void MapAftermath(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/follow-up", (ConsultBodies.FollowUp body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.PlanFollowUpAsync(caller, consult, body.DueAt, body.Note, ct)));
        group.MapPost("/{id}/refer", (ConsultBodies.Refer body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.ReferAsync(caller, consult, body.Direction, new(body.To), body.Reason, ct)));
        group.MapPost("/{id}/answer-referral", (ConsultBodies.AnswerReferral body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AnswerReferralAsync(caller, consult, body.Accepted, body.Note, ct)));
        group.MapPost("/{id}/order-visit", (ConsultBodies.OrderVisit body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.OrderVisitAsync(caller, consult, new(body.Nurse), body.PlannedAt, body.Task, ct)));
        group.MapPost("/{id}/finish-visit", (ConsultBodies.FinishVisit body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.FinishVisitAsync(caller, consult, body.Report, ct)));
        group.MapPost("/{id}/offer-contract", (ConsultBodies.OfferContract body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.OfferContractAsync(caller, consult, body.Until, ct)));
        group.MapPost("/{id}/answer-contract", (ConsultBodies.AnswerContract body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AnswerContractAsync(caller, consult, body.Signed, body.Method, body.Witness, ct)));
        group.MapPost("/{id}/end-contract", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.EndContractAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/answer-alert", (ConsultBodies.AnswerAlert body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AnswerAlertAsync(caller, consult, body.Answer, ct)));
        group.MapPost("/{id}/settle", (ConsultBodies.Settle body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.SettleAsync(caller, consult, body.Payer, body.AmountFen, ct)));
    }
}
