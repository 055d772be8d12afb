using Telemed.Consults.Access;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests;

/// <summary>
/// The access policy as a matrix: for a case in session, who may do what. A letter per action: <c>+</c> may, <c>-</c>
/// may know of the case but not do it, <c>.</c> may not even know of the case.
/// </summary>
public sealed class AccessMatrix
{
    /// <summary>Looked at by tests of their own.</summary>
    private static readonly CaseAction[] Apart =
        [CaseAction.ViewProcess, CaseAction.ArrangeInterpreter, CaseAction.Interpret, CaseAction.Teach, CaseAction.Remove,
        CaseAction.ProposeCopy, CaseAction.ReviewCopy, CaseAction.AskForRecording, CaseAction.MarkRecording,
        CaseAction.ReadOpinion, CaseAction.AskToPlay, CaseAction.AnswerPlay, CaseAction.KeepOrders];

    private static readonly TimeSpan Window = TimeSpan.FromDays(90);

    private static readonly CaseAction[] Actions = [.. Enum.GetValues<CaseAction>()
        .Except([CaseAction.Create, CaseAction.BreakGlass, CaseAction.ReviewGlass, .. Apart])];

    public static TheoryData<string, Role, Relation, string> InSession => new()
    {
        // ViewRow Summary Full Edit Submit Cancel Accept Decline Redispatch Review Consent Join End Transfer
        //                             Write Sign Amend Acknowledge Close Proceed Control Play PatientConsent
        //         Assign Schedule Reassign Identify Override Invite Answer HandOver WrongPatient CoSign Keep Guest
        //         FollowUp Refer AnswerReferral OrderVisit FinishVisit Settle Attach OfferContract AnswerContract EndContract
        //         RaiseAlert AnswerAlert ReportProbe BindDependant UnbindDependant WriteChat
        { "requester", Role.RequestingDoctor, Relation.Requester, "++++++--+-++++---++--++-+-++---+--+++-+++++++-+++++" },
        { "colleague", Role.RequestingDoctor, Relation.SameInstitution, "++++++--+-++++---++--++-+-++---+--+++-+++++++-+++++" },
        { "nurse of the clinic", Role.Nurse, Relation.SameInstitution, "++++------++----------+---+-------+----+-+-+--+++++" },
        { "lead", Role.Specialist, Relation.Lead, "+++---++--+++-+++--+++--++-++-++---++----+--------+" },
        { "rung specialist", Role.Specialist, Relation.Offered, "++----++-------------------------------------------" },
        { "specialist rung before", Role.Specialist, Relation.OfferedBefore, "+-----++-------------------------------------------" },
        { "dispatcher", Role.Dispatcher, Relation.None, "+----+--+--------------+++--+-----------+----------" },
        { "dispatcher whom a call has reached", Role.Dispatcher, Relation.Unanswered, "+----+--+--------------+++--+-----------+-----+----" },
        { "foreign doctor", Role.RequestingDoctor, Relation.None, "..................................................." },
        { "foreign nurse", Role.Nurse, Relation.None, "..................................................." },
        { "foreign specialist", Role.Specialist, Relation.None, "..................................................." },
        { "specialist of the clinic", Role.Specialist, Relation.SameInstitution, "..................................................." },
        { "records officer", Role.RecordsOfficer, Relation.None, "..................................................." },
        { "administrator", Role.Administrator, Relation.SameInstitution, "..................................................." },
        { "further expert", Role.Specialist, Relation.Expert, "+++-------++--------++-" + "---------+--------+--------+" },
        { "invited expert", Role.Specialist, Relation.Invited, "++---------------------" + "------+---------------------" },
        { "reviewer", Role.QualityReviewer, Relation.None, "..................................................." },
        { "interpreter", Role.Interpreter, Relation.SameInstitution, "..................................................." },
        { "trainee", Role.Trainee, Relation.SameInstitution, "..................................................." },
        { "regulator", Role.Regulator, Relation.SameInstitution, "..................................................." },
        { "privacy officer", Role.PrivacyOfficer, Relation.SameInstitution, "..................................................." },
        { "doctor of the house referred to", Role.RequestingDoctor, Relation.Referred, "+++--------------------------------" + "--+-------------" },
        { "patient by a link", Role.Patient, Relation.Guest | Relation.SameInstitution, "+---------++----------+-+------------------+++---++" },
        { "family by a link", Role.Proxy, Relation.Guest | Relation.SameInstitution, "+---------++----------+-+------------------+++---++" },
        { "patient whose link was taken back", Role.Patient, Relation.SameInstitution, "..................................................." },
        { "operator", Role.Operator, Relation.SameInstitution, "..................................................." },
    };

    [Theory]
    [MemberData(nameof(InSession))]
    public void In_session_each_role_may_what_the_matrix_says(
        string who, Role role, Relation relation, string expected)
    {
        Assert.Equal(expected, Row(role, relation, ConsultStatus.InSession, null));
        Assert.NotEmpty(who);
    }

    [Theory]
    [InlineData(Role.RecordsOfficer, Relation.SameInstitution, 1, "+++------------------+-----------+-----------------")]
    [InlineData(Role.RecordsOfficer, Relation.LeadInstitution, 1, "+++------------------+-----------+-----------------")]
    [InlineData(Role.RecordsOfficer, Relation.None, 1, "...................................................")]
    [InlineData(Role.Specialist, Relation.Lead, 1, "+++---++--+++-+++--+++--++-++-++---++----+--------+")]
    [InlineData(Role.Specialist, Relation.Lead, 91, "...................................................")]
    [InlineData(Role.RequestingDoctor, Relation.Requester, 3_000, "++++++--+-++++---++--++-+-++---+--+++-+++++++-+++++")]
    [InlineData(Role.Patient, Relation.Guest | Relation.Care, 400, "+---------++----------+-+------------------+++---++")]
    [InlineData(Role.Patient, Relation.Guest, 0, "...................................................")]
    [InlineData(Role.Administrator, Relation.None, 1, "...................................................")]
    public void A_closed_case_is_open_to_the_archive_and_to_its_lead_for_a_time(
        Role role, Relation relation, int days, string expected)
    {
        Assert.Equal(expected, Row(role, relation, ConsultStatus.Closed, TimeSpan.FromDays(days)));
    }

    [Theory]
    [InlineData(Relation.Lead, 1)]
    [InlineData(Relation.Lead, 90)]
    [InlineData(Relation.Expert, 1)]
    [InlineData(Relation.Expert, 3_650)]
    [InlineData(Relation.Lead | Relation.OfferedBefore, 90)]
    [InlineData(Relation.Expert | Relation.OfferedBefore, 90)]
    public void Who_took_part_sees_a_finished_case_to_the_last_moment_of_the_window_and_no_longer(Relation relation, int days)
    {
        var window = TimeSpan.FromDays(days);
        CaseAction[] looks = [CaseAction.ViewRow, CaseAction.ViewFull, CaseAction.PlayRecording];
        Assert.All(looks, action => Assert.Equal(AccessDecision.Allowed, At(window - TimeSpan.FromMilliseconds(1), action)));
        Assert.All(Enum.GetValues<CaseAction>().Except([CaseAction.Create, CaseAction.BreakGlass, CaseAction.ReviewGlass]),
            action => Assert.Equal(AccessDecision.Hidden, At(window, action)));

        AccessDecision At(TimeSpan finished, CaseAction action) =>
            AccessPolicy.Decide(new([Role.Specialist], relation, ConsultStatus.Archived, finished, action, window));
    }

    [Fact]
    public void Who_was_only_rung_knows_of_a_finished_case_no_longer_than_its_lead()
    {
        Assert.StartsWith("+-", Row(Role.Specialist, Relation.OfferedBefore, ConsultStatus.Closed, Window - TimeSpan.FromDays(1)));
        Assert.Equal(new string('.', Actions.Length), Row(Role.Specialist, Relation.OfferedBefore, ConsultStatus.Closed, Window));
    }

    [Fact]
    public void A_case_was_finished_when_it_was_closed_and_not_when_it_was_filed()
    {
        var (closed, archived) = ((ConsultState.Filed)Cases.Closed(), (ConsultState.Filed)Cases.Archived());
        Assert.True(archived.Since > closed.Since);
        Assert.Equal(closed.Since, closed.FinishedAt);
        Assert.Equal(closed.Since, archived.FinishedAt);
        Assert.Null(((ConsultState.Filed)Cases.Dispatching()).FinishedAt);
    }

    [Theory]
    [InlineData(Relation.AskedToInterpret, new[] { CaseAction.ViewRow, CaseAction.Interpret })]
    [InlineData(
        Relation.AskedToInterpret | Relation.Interpreter,
        new[] { CaseAction.ViewRow, CaseAction.RecordConsent, CaseAction.JoinRoom, CaseAction.Interpret, CaseAction.WriteChat })]
    public void An_interpreter_enters_the_room_and_sees_nothing_of_the_record(Relation relation, CaseAction[] expected)
    {
        var all = Enum.GetValues<CaseAction>();
        Assert.Equal(expected, all.Where(one => Decide(Role.Interpreter, relation, null, one) == AccessDecision.Allowed));
        Assert.All(all.Except([CaseAction.Create]), one => Assert.NotEqual(
            AccessDecision.Allowed, Decide(Role.Interpreter, relation, TimeSpan.Zero, one)));
        Assert.DoesNotContain(all, one => one != CaseAction.Create
            && Decide(Role.Trainee, relation, null, one) != AccessDecision.Hidden);

        static AccessDecision Decide(Role role, Relation relation, TimeSpan? finished, CaseAction action) =>
            AccessPolicy.Decide(new([role], relation, ConsultStatus.InSession, finished, action));
    }

    [Theory]
    [InlineData(ConsultStatus.Ready, true)]
    [InlineData(ConsultStatus.InSession, true)]
    [InlineData(ConsultStatus.Interrupted, true)]
    [InlineData(ConsultStatus.Accepted, false)]
    [InlineData(ConsultStatus.OpinionPending, false)]
    [InlineData(ConsultStatus.Closed, false)]
    public void A_trainee_enters_a_room_that_is_open_for_teaching_and_sees_nothing_of_the_record(ConsultStatus status, bool may)
    {
        CaseAction[] expected = may ? [CaseAction.ViewRow, CaseAction.JoinRoom] : [];
        Assert.Equal(expected, Allowed(Role.Trainee, Relation.Taught | Relation.SameInstitution));
        Assert.Empty(Allowed(Role.Trainee, Relation.SameInstitution));
        Assert.Empty(Allowed(Role.Operator, Relation.Taught));

        CaseAction[] Allowed(Role role, Relation relation) => [.. Enum.GetValues<CaseAction>().Where(action =>
            AccessPolicy.Decide(new([role], relation, status, null, action)) == AccessDecision.Allowed)];
    }

    [Theory]
    [InlineData(Role.RequestingDoctor, Relation.Requester, true)]
    [InlineData(Role.Patient, Relation.Guest, true)]
    [InlineData(Role.Interpreter, Relation.Interpreter, true)]
    [InlineData(Role.Trainee, Relation.Taught, false)]
    [InlineData(Role.RecordsOfficer, Relation.SameInstitution, false)]
    public void While_the_patient_is_moved_who_is_in_the_room_goes_on_writing(Role role, Relation relation, bool may)
    {
        Assert.Equal(may, Writes(ConsultStatus.ConvertedToTransfer));
        Assert.Equal(may && role == Role.RequestingDoctor, Writes(ConsultStatus.Closed));

        bool Writes(ConsultStatus status) => AccessDecision.Allowed == AccessPolicy.Decide(
            new([role], relation, status, TimeSpan.FromMinutes(5), CaseAction.WriteChat));
    }

    [Theory]
    [InlineData(Role.RequestingDoctor, Relation.Requester, true)]
    [InlineData(Role.Specialist, Relation.Lead, true)]
    [InlineData(Role.Specialist, Relation.Expert, false)]
    [InlineData(Role.Nurse, Relation.SameInstitution, false)]
    [InlineData(Role.Dispatcher, Relation.None, false)]
    [InlineData(Role.Patient, Relation.Guest, false)]
    [InlineData(Role.Trainee, Relation.Taught, false)]
    public void Who_asks_and_who_leads_open_a_room_for_teaching_and_remove_from_it(Role role, Relation relation, bool may) => Assert.All(
        [CaseAction.Teach, CaseAction.Remove],
        action => Assert.Equal(
            may, AccessPolicy.Decide(new([role], relation, ConsultStatus.InSession, null, action)) == AccessDecision.Allowed));

    [Theory]
    [InlineData(Role.RequestingDoctor, Relation.Requester, true, false)]
    [InlineData(Role.RequestingDoctor, Relation.SameInstitution, true, false)]
    [InlineData(Role.RequestingDoctor, Relation.Referred, false, false)]
    [InlineData(Role.Specialist, Relation.Lead, true, false)]
    [InlineData(Role.Specialist, Relation.Expert, false, false)]
    [InlineData(Role.Nurse, Relation.SameInstitution, false, false)]
    [InlineData(Role.QualityReviewer, Relation.None, false, true)]
    [InlineData(Role.Dispatcher, Relation.None, false, false)]
    [InlineData(Role.Trainee, Relation.SameInstitution, false, false)]
    [InlineData(Role.RecordsOfficer, Relation.SameInstitution, false, false)]
    [InlineData(Role.Patient, Relation.Guest | Relation.Care, false, false)]
    [InlineData(Role.Administrator, Relation.SameInstitution, false, false)]
    [InlineData(Role.Operator, Relation.SameInstitution, false, false)]
    [InlineData(Role.Regulator, Relation.SameInstitution, false, false)]
    [InlineData(Role.Interpreter, Relation.Interpreter, false, false)]
    public void Who_asks_and_who_leads_write_a_copy_and_a_reviewer_releases_one_and_sees_nothing_else(
        Role role, Relation relation, bool writes, bool releases)
    {
        Assert.Equal(writes, May(CaseAction.ProposeCopy, Relation.CopyProposed));
        Assert.Equal(releases, May(CaseAction.ReviewCopy, Relation.CopyProposed));
        Assert.False(May(CaseAction.ReviewCopy, Relation.None));
        if (releases)
        {
            Assert.Equal(
                [CaseAction.ViewRow, CaseAction.ReviewCopy],
                Enum.GetValues<CaseAction>().Where(one => May(one, Relation.CopyProposed)));
        }

        bool May(CaseAction action, Relation beside) => AccessDecision.Allowed == AccessPolicy.Decide(
            new([role], relation | beside, ConsultStatus.Closed, TimeSpan.FromDays(1), action, Window));
    }

    [Theory]
    [InlineData(Role.RequestingDoctor, Relation.Requester, false, true, true)]
    [InlineData(Role.RequestingDoctor, Relation.SameInstitution, false, true, true)]
    [InlineData(Role.Specialist, Relation.Lead, true, false, true)]
    [InlineData(Role.Specialist, Relation.Expert, true, false, true)]
    [InlineData(Role.Specialist, Relation.Invited, false, false, false)]
    [InlineData(Role.Nurse, Relation.SameInstitution, false, false, false)]
    [InlineData(Role.Dispatcher, Relation.None, false, false, false)]
    [InlineData(Role.Patient, Relation.Guest, false, false, false)]
    [InlineData(Role.Proxy, Relation.Guest, false, false, false)]
    [InlineData(Role.Interpreter, Relation.Interpreter, false, false, false)]
    [InlineData(Role.Trainee, Relation.Taught, false, false, false)]
    public void Specialists_switch_the_recording_who_asks_for_the_consult_asks_them_to_and_both_set_marks(
        Role role, Relation relation, bool switches, bool asks, bool marks)
    {
        Assert.Equal(switches, May(CaseAction.ControlRecording));
        Assert.Equal(asks, May(CaseAction.AskForRecording));
        Assert.Equal(marks, May(CaseAction.MarkRecording));

        bool May(CaseAction action) =>
            AccessPolicy.Decide(new([role], relation, ConsultStatus.InSession, null, action)) == AccessDecision.Allowed;
    }

    [Theory]
    [InlineData(Role.Patient, Relation.Reader, false)]
    [InlineData(Role.Proxy, Relation.Reader, false)]
    [InlineData(Role.Patient, Relation.Reader | Relation.PlayGranted, true)]
    public void Who_came_to_read_the_opinion_reads_it_at_any_time_asks_to_play_and_plays_once_granted(Role role, Relation relation, bool plays)
    {
        CaseAction[] expected = plays
            ? [CaseAction.ViewRow, CaseAction.PlayRecording, CaseAction.ReadOpinion, CaseAction.AskToPlay]
            : [CaseAction.ViewRow, CaseAction.ReadOpinion, CaseAction.AskToPlay];
        foreach (var (status, finished) in new (ConsultStatus, TimeSpan?)[] { (ConsultStatus.OpinionSigned, null), (ConsultStatus.Closed, TimeSpan.FromDays(4_000)) })
        {
            Assert.Equal(expected, Enum.GetValues<CaseAction>().Where(action =>
                AccessPolicy.Decide(new([role], relation, status, finished, action)) == AccessDecision.Allowed));
        }
    }

    [Theory]
    [InlineData(Role.RecordsOfficer, Relation.SameInstitution, true)]
    [InlineData(Role.RecordsOfficer, Relation.LeadInstitution, true)]
    [InlineData(Role.RecordsOfficer, Relation.None, false)]
    [InlineData(Role.RequestingDoctor, Relation.Requester, false)]
    [InlineData(Role.Specialist, Relation.Lead, false)]
    [InlineData(Role.QualityReviewer, Relation.CopyProposed, false)]
    [InlineData(Role.Patient, Relation.Guest | Relation.Care, false)]
    [InlineData(Role.Administrator, Relation.SameInstitution, false)]
    public void What_the_patient_asks_to_play_and_orders_are_the_records_officers_alone(Role role, Relation relation, bool answers) =>
        Assert.All([CaseAction.AnswerPlay, CaseAction.KeepOrders], action => Assert.Equal(answers, AccessPolicy.Decide(
            new([role], relation, ConsultStatus.Closed, TimeSpan.FromDays(1), action)) == AccessDecision.Allowed));

    [Theory]
    [InlineData(Role.QualityReviewer, Relation.Sampled, true)]
    [InlineData(Role.QualityReviewer, Relation.Ordered, false)]
    [InlineData(Role.QualityReviewer, Relation.SameInstitution, false)]
    [InlineData(Role.Regulator, Relation.Ordered, true)]
    [InlineData(Role.Regulator, Relation.Sampled, false)]
    [InlineData(Role.Regulator, Relation.SameInstitution, false)]
    [InlineData(Role.Administrator, Relation.Sampled | Relation.Ordered, false)]
    [InlineData(Role.Operator, Relation.Sampled | Relation.Ordered, false)]
    [InlineData(Role.Trainee, Relation.Sampled | Relation.Ordered, false)]
    [InlineData(Role.Nurse, Relation.Sampled | Relation.Ordered, false)]
    [InlineData(Role.PrivacyOfficer, Relation.Sampled | Relation.Ordered, false)]
    public void What_was_drawn_or_ordered_is_played_by_who_it_is_for_who_knows_nothing_else_of_the_case(Role role, Relation relation, bool plays)
    {
        CaseAction[] expected = plays ? [CaseAction.PlayRecording] : [];
        foreach (var action in Enum.GetValues<CaseAction>().Except([CaseAction.Create, CaseAction.BreakGlass, CaseAction.ReviewGlass]))
        {
            var decision = AccessPolicy.Decide(new([role], relation, ConsultStatus.Closed, TimeSpan.FromDays(1), action));
            Assert.Equal(expected.Contains(action), decision == AccessDecision.Allowed);
        }
    }

    [Fact]
    public void The_library_is_read_by_those_who_learn_treat_or_review_and_by_nobody_else() => Assert.Equal(
        [Role.RequestingDoctor, Role.Specialist, Role.QualityReviewer, Role.Trainee],
        Enum.GetValues<Role>().Where(role => AccessPolicy.May([role], DeskAction.ReadLibrary)));

    [Theory]
    [InlineData(Role.RequestingDoctor, Relation.Requester, true, true)]
    [InlineData(Role.Nurse, Relation.SameInstitution, true, true)]
    [InlineData(Role.Specialist, Relation.Lead, true, true)]
    [InlineData(Role.Specialist, Relation.Expert, true, true)]
    [InlineData(Role.Specialist, Relation.Offered, true, false)]
    [InlineData(Role.Dispatcher, Relation.None, true, true)]
    [InlineData(Role.Patient, Relation.Guest, true, false)]
    [InlineData(Role.Interpreter, Relation.SameInstitution, false, false)]
    [InlineData(Role.Administrator, Relation.SameInstitution, false, false)]
    public void Who_takes_part_and_the_dispatcher_ask_for_an_interpreter(Role role, Relation relation, bool sees, bool asks)
    {
        Assert.Equal(sees, May(CaseAction.ViewProcess));
        Assert.Equal(asks, May(CaseAction.ArrangeInterpreter));
        Assert.False(May(CaseAction.Interpret));

        bool May(CaseAction action) =>
            AccessPolicy.Decide(new([role], relation, ConsultStatus.InSession, null, action)) == AccessDecision.Allowed;
    }

    [Fact]
    public void A_draft_is_the_requesting_sides_alone()
    {
        Assert.Equal(new string('.', Actions.Length), Row(Role.Dispatcher, Relation.None, ConsultStatus.Draft, null));
        Assert.StartsWith(
            "+++", Row(Role.Nurse, Relation.SameInstitution, ConsultStatus.Draft, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConsultStatus.Submitted, "+++------+-------------" + "----------------------------")]
    [InlineData(ConsultStatus.UnderReview, "+++------+-------------" + "----------------------------")]
    [InlineData(ConsultStatus.Draft, "...................................................")]
    [InlineData(ConsultStatus.Closed, "...................................................")]
    public void A_reviewer_sees_a_case_only_before_its_session(ConsultStatus status, string expected) =>
        Assert.Equal(expected, Row(Role.QualityReviewer, Relation.None, status, null));

    [Theory]
    [InlineData(Role.RequestingDoctor, AccessDecision.Allowed)]
    [InlineData(Role.Nurse, AccessDecision.Allowed)]
    [InlineData(Role.Specialist, AccessDecision.Denied)]
    [InlineData(Role.Dispatcher, AccessDecision.Denied)]
    [InlineData(Role.RecordsOfficer, AccessDecision.Denied)]
    [InlineData(Role.Administrator, AccessDecision.Denied)]
    [InlineData(Role.Operator, AccessDecision.Denied)]
    [InlineData(Role.QualityReviewer, AccessDecision.Denied)]
    [InlineData(Role.Interpreter, AccessDecision.Denied)]
    [InlineData(Role.Trainee, AccessDecision.Denied)]
    [InlineData(Role.Regulator, AccessDecision.Denied)]
    [InlineData(Role.PrivacyOfficer, AccessDecision.Denied)]
    public void Only_the_asking_side_opens_drafts(Role role, AccessDecision expected)
    {
        Assert.Equal(expected, AccessPolicy.Decide(new([role], Relation.None, null, null, CaseAction.Create)));
    }

    [Fact]
    public void The_operator_and_the_administrator_never_see_a_case_in_any_state_and_relation()
    {
        foreach (var status in Enum.GetValues<ConsultStatus>())
        {
            for (var relation = 0; relation < 4096; relation++)
            {
                Assert.Equal(
                    new string('.', Actions.Length),
                    Row(Role.Administrator, (Relation)relation, status, null));
                Assert.Equal(
                    new string('.', Actions.Length), Row(Role.Operator, (Relation)relation, status, null));
            }
        }
    }

    [Theory]
    [InlineData(Role.RequestingDoctor, Relation.None, AccessDecision.Allowed, AccessDecision.Hidden)]
    [InlineData(Role.Specialist, Relation.OfferedBefore, AccessDecision.Allowed, AccessDecision.Denied)]
    [InlineData(Role.Nurse, Relation.None, AccessDecision.Allowed, AccessDecision.Hidden)]
    [InlineData(Role.Dispatcher, Relation.None, AccessDecision.Denied, AccessDecision.Denied)]
    [InlineData(Role.RecordsOfficer, Relation.None, AccessDecision.Hidden, AccessDecision.Hidden)]
    [InlineData(Role.Administrator, Relation.SameInstitution, AccessDecision.Hidden, AccessDecision.Hidden)]
    [InlineData(Role.Operator, Relation.SameInstitution, AccessDecision.Hidden, AccessDecision.Hidden)]
    [InlineData(Role.Interpreter, Relation.None, AccessDecision.Hidden, AccessDecision.Hidden)]
    [InlineData(Role.Trainee, Relation.None, AccessDecision.Hidden, AccessDecision.Hidden)]
    [InlineData(Role.Regulator, Relation.None, AccessDecision.Hidden, AccessDecision.Hidden)]
    [InlineData(Role.PrivacyOfficer, Relation.None, AccessDecision.Hidden, AccessDecision.Allowed)]
    public void Only_clinicians_open_a_case_in_need_and_only_the_privacy_officer_looks_into_it(
        Role role, Relation relation, AccessDecision opens, AccessDecision reviews)
    {
        Assert.Equal(opens, AccessPolicy.Decide(
            new([role], relation, ConsultStatus.InSession, null, CaseAction.BreakGlass)));
        Assert.Equal(reviews, AccessPolicy.Decide(
            new([role], relation, ConsultStatus.InSession, null, CaseAction.ReviewGlass)));
    }

    [Fact]
    public void An_opened_case_shows_everything_and_does_nothing() =>
        Assert.Equal("+++" + new string('-', Actions.Length - 3), Row(
            Role.Specialist, Relation.Glass, ConsultStatus.InSession, null));

    [Fact]
    public void The_relation_to_a_case_follows_from_institution_and_offers()
    {
        var ringing = (ConsultState.Filed)Cases.After(
            Cases.Dispatching(), Cases.Offers((Cases.OfferOne, Cases.Lead), (Cases.OfferTwo, Cases.Second)));
        var accepted = (ConsultState.Filed)Cases.After(
            ringing, new ConsultCommand.Accept(Cases.Lead, Cases.T0, Cases.OfferOne));

        Assert.Equal(
            Relation.Requester | Relation.SameInstitution, Of(Cases.Clinic, Cases.Institution, ringing));
        Assert.Equal(Relation.SameInstitution, Of(new("nurse"), Cases.Institution, ringing));
        Assert.Equal(Relation.Offered, Of(Cases.Second, new("hospital"), ringing));
        Assert.Equal(Relation.Lead, Of(Cases.Lead, new("hospital"), accepted));
        Assert.Equal(Relation.OfferedBefore, Of(Cases.Second, new("hospital"), accepted));
        Assert.Equal(Relation.None, Of(new("nobody"), new("hospital"), accepted));
    }

    private static Relation Of(PersonId person, InstitutionId institution, ConsultState.Filed state) =>
        AccessPolicy.RelationOf(
            new(person, "u", new("", ""), new("", ""), [], institution, [], [], null, 0), state);

    private static string Row(Role role, Relation relation, ConsultStatus status, TimeSpan? finished) =>
        string.Concat(Actions.Select(action =>
            AccessPolicy.Decide(new([role], relation, status, finished, action, Window)) switch
            {
                AccessDecision.Allowed => '+',
                AccessDecision.Denied => '-',
                _ => '.',
            }));
}
