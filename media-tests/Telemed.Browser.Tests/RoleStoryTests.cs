using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace Telemed.Browser.Tests;

/// <summary>
/// What each role does with the product, from signing in to the end, at a real browser and a real server. Each acts by the
/// page's handles as the person would; the others of a story sit at computers without a page where theirs is not looked at.
/// </summary>
public sealed class RoleStoryTests(RoleStage stage) : IClassFixture<RoleStage>
{
    private const string Pregnant = "孕 32 周，血压 145/95，尿蛋白（+），请协助评估。";

    [Fact]
    public async Task The_requesting_doctor_asks_shows_the_patient_and_answers_the_opinion()
    {
        await using var specialist = await stage.AvailableAsync(DemoPeople.Specialist);
        await using var doctor = await stage.SignInAsync(stage.Clinic, DemoPeople.Doctor);
        await doctor.ClickAsync("new-emergency");
        await doctor.Handle("consult-summary").FillAsync(RoleStage.Summary);
        await doctor.Handle("consult-patient-name").FillAsync(RoleStage.PatientName);
        await doctor.Handle("consult-patient-age").FillAsync("61");
        await doctor.Handle("consult-patient-identifier").FillAsync(RoleStage.Identifier);
        await doctor.Handle("consult-service").SelectOptionAsync(DemoPeople.Service);
        await doctor.ShowAsync("requester-asks");
        await doctor.ClickAsync("consult-submit");
        await doctor.Handle("phone-instead").WaitForAsync();
        await doctor.ShowAsync("requester-waits");
        await doctor.ClickAsync("consent-consult-agree");
        await doctor.Handle("consent-consult").WaitForAsync(Gone);
        await doctor.Handle("attach-file").SetInputFilesAsync(new FilePayload
        {
            Name = "ecg.png",
            MimeType = "image/png",
            Buffer = await doctor.Page.ScreenshotAsync(),
        });
        await doctor.Handle("attachment").WaitForAsync();
        await doctor.ClickAsync("guest-invite");
        await doctor.Handle("guest-url").WaitForAsync();
        await doctor.Handle("guest-slip").ScrollIntoViewIfNeededAsync();
        await doctor.ShowAsync("requester-link");

        await specialist.ClickAsync("ring-accept");
        await specialist.IsAtAConsultAsync();
        await JoinAsync(doctor);
        await JoinAsync(specialist);
        await Task.WhenAll(SeesSomebodyAsync(doctor), SeesSomebodyAsync(specialist));
        await doctor.ClickAsync("consent-recording-agree");
        await doctor.Handle("consent-recording").WaitForAsync(Gone);
        await doctor.ShowAsync("requester-room");
        await doctor.ClickAsync("end-consult");
        await Task.WhenAll(doctor.IsAtAConsultAsync(), specialist.IsAtAConsultAsync());

        await SignAsync(specialist);
        await doctor.Handle("opinion-signed").WaitForAsync();
        await doctor.ClickAsync("opinion-acknowledge");
        await doctor.Handle("acknowledged").WaitForAsync();
        await doctor.ShowAsync("requester-opinion");
        await doctor.ClickAsync("consult-close");
        await doctor.Handle("consult-close").WaitForAsync(Gone);
        Sound(doctor, specialist);
    }

    [Fact]
    public async Task The_specialist_declines_one_ring_takes_the_next_draws_and_signs()
    {
        await using var specialist = await stage.AvailableAsync("wang.qiang");
        await specialist.ShowAsync("specialist-desk");
        using var doctor = await ApiSession.SignInAsync(stage.Server, DemoPeople.Doctor);
        var first = await RoleStage.AskAsync(doctor, "neurology");
        await specialist.Handle("ring").WaitForAsync();
        await specialist.ShowAsync("specialist-ring");
        await specialist.Handle("ring-reason").SelectOptionAsync("inSurgery");
        await specialist.ClickAsync("ring-decline");
        await specialist.Handle("ring").WaitForAsync(Gone);
        await doctor.UntilAsync($"/api/consults/{first}", consult => (string?)consult["offers"]![0]!["declineReason"] is { Length: > 0 });

        var second = await RoleStage.AskAsync(doctor, "neurology");
        await specialist.ClickAsync("ring-accept");
        await specialist.IsAtAConsultAsync();
        await using var clinic = await TelemedTool.CallAsync(stage.Server, DemoPeople.Doctor, FaceClip.Clinic, "--consult", second);
        await JoinAsync(specialist);
        await SeesSomebodyAsync(specialist);
        await specialist.ClickAsync("consent-recording-agree");
        await specialist.ClickAsync("draw");
        await StrokeAsync(specialist);
        await specialist.Handle("stroke").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await specialist.ShowAsync("specialist-room");
        await specialist.ClickAsync("draw");
        await specialist.ClickAsync("end-consult");
        await specialist.IsAtAConsultAsync();
        await SignAsync(specialist, "specialist-opinion");
        await doctor.UntilAsync($"/api/consults/{second}", consult => (string?)consult["state"] == "opinionSigned");
        Sound(specialist);
    }

    [Fact]
    public async Task The_dispatcher_sees_the_queue_without_the_patient_and_rings_another_by_name()
    {
        using var doctor = await ApiSession.SignInAsync(stage.Server, DemoPeople.Doctor);
        using var away = await ApiSession.SignInAsync(stage.Server, "gulnar");
        await away.PutAsync("/api/availability/me", new JsonObject { ["available"] = false });
        await using var rung = await stage.AvailableAsync("sun.lei");
        await using var dispatcher = await stage.SignInAsync(stage.Hospital, "he.yan");
        var consult = await RoleStage.AskAsync(doctor, "paediatrics", "urgent");
        await rung.Handle("ring").WaitForAsync();
        await Row(dispatcher, consult).WaitForAsync();
        await dispatcher.ShowAsync("dispatcher");
        await Row(dispatcher, consult).ClickAsync();
        await dispatcher.Handle("assign-whom").WaitForAsync();
        await SeesNothingOfTheCaseAsync(dispatcher);
        await using var named = await stage.AvailableAsync("gulnar");
        await dispatcher.Handle("assign-whom").SelectOptionAsync("p-gulnar");
        await dispatcher.ShowAsync("dispatcher-case");
        await dispatcher.ClickAsync("assign");
        await rung.Handle("ring").WaitForAsync(Gone);
        await named.ClickAsync("ring-accept");
        await named.IsAtAConsultAsync();
        await Expect(dispatcher.Handle("assign")).ToHaveCountAsync(0);
        await doctor.DoneAsync($"/api/consults/{consult}/cancel", new JsonObject { ["reason"] = "better" });
        Sound(dispatcher, rung, named);
    }

    [Fact]
    public async Task The_quality_reviewer_sends_one_back_lets_it_through_when_it_is_mended_and_rejects_another()
    {
        using var doctor = await ApiSession.SignInAsync(stage.Server, DemoPeople.Doctor);
        var incomplete = await RoleStage.AskAsync(doctor, "obstetrics", "ordinary", Pregnant);
        var needless = await RoleStage.AskAsync(doctor, "obstetrics", "ordinary", Pregnant);
        await using var reviewer = await stage.SignInAsync(stage.Hospital, "zhou.li");
        await Row(reviewer, needless).WaitForAsync();
        await reviewer.ShowAsync("reviewer-board");

        await Row(reviewer, incomplete).ClickAsync();
        await reviewer.ClickAsync("review-start");
        await Expect(reviewer.Handle("review-return")).ToBeDisabledAsync(); // Not without a word.
        await reviewer.Handle("review-note").FillAsync("请补充近三次产检记录与超声报告。");
        await reviewer.Handle("review").ScrollIntoViewIfNeededAsync();
        await reviewer.ShowAsync("reviewer-case");
        await reviewer.ClickAsync("review-return");
        await doctor.UntilAsync($"/api/consults/{incomplete}", consult => (string?)consult["state"] == "returned");
        await using var clinic = await stage.SignInAsync(stage.Clinic, DemoPeople.Doctor);
        await Row(clinic, incomplete).ClickAsync();
        await Expect(clinic.Handle("review")).ToContainTextAsync("请补充近三次产检记录");
        await clinic.Handle("review").ScrollIntoViewIfNeededAsync();
        await clinic.ShowAsync("reviewer-returned");
        await doctor.SendAgainAsync(incomplete, "obstetrics", RoleStage.Patient, Pregnant + "产检记录已附。", "ordinary");

        await reviewer.ClickAsync("review-start");
        await reviewer.ClickAsync("review-approve");
        await doctor.UntilAsync($"/api/consults/{incomplete}", consult =>
            (string?)consult["review"]!["verdict"] == "approved" && (string?)consult["state"] is "dispatching" or "offered" or "unstaffed");

        await reviewer.Page.GotoAsync("/");
        await Row(reviewer, needless).ClickAsync();
        await reviewer.ClickAsync("review-start");
        await reviewer.Handle("review-note").FillAsync("本院可处理，无需会诊。");
        await reviewer.ClickAsync("review-reject");
        await doctor.UntilAsync($"/api/consults/{needless}", consult => (string?)consult["state"] == "rejected");
        await clinic.Page.GotoAsync($"/#/consult/{needless}");
        await Expect(clinic.Handle("review")).ToContainTextAsync("本院可处理");
        await clinic.Handle("review").ScrollIntoViewIfNeededAsync();
        await clinic.ShowAsync("reviewer-rejected");
        await doctor.DoneAsync($"/api/consults/{incomplete}/cancel", new JsonObject { ["reason"] = "better" });
        Sound(reviewer, clinic);
    }

    [Fact]
    public async Task Who_looks_on_finds_what_is_open_sees_the_talk_asks_for_the_word_and_is_not_told_the_patient()
    {
        await using var open = await OpenCase.BeginAsync(stage.Server);
        await open.Doctor.ConsentOfThePatientAsync(open.Id, "teaching");
        await open.Doctor.DoneAsync($"/api/consults/{open.Id}/teaching", new JsonObject { ["open"] = true });
        await using var viewer = await stage.SignInAsync(stage.Hospital, "ding.yan");
        await Row(viewer, open.Id).WaitForAsync();
        await viewer.ShowAsync("observer-desk");
        await Row(viewer, open.Id).ClickAsync();
        await viewer.Handle("join-room").WaitForAsync();
        await SeesNothingOfTheCaseAsync(viewer);
        await viewer.ClickAsync("join-room");
        await viewer.Handle("viewer-room").WaitForAsync();
        await viewer.Page.WaitForFunctionAsync("() => Object.values(__probe.watched).filter(one => one.frames > 5).length === 2");
        await viewer.ClickAsync("raise-hand");
        await Expect(viewer.Handle("raise-hand")).ToHaveAttributeAsync("aria-pressed", "true");
        await SeesNothingOfTheCaseAsync(viewer);
        await viewer.ShowAsync("observer-room");
        await open.Doctor.DoneAsync($"/api/consults/{open.Id}/teaching", new JsonObject { ["open"] = false });
        await viewer.Handle("viewer-room").WaitForAsync(Gone);
        await SeesNothingOfTheCaseAsync(viewer);
        Sound(viewer);
    }

    [Fact]
    public async Task The_interpreter_takes_it_enters_and_sees_nothing_of_the_record()
    {
        await using var open = await OpenCase.BeginAsync(stage.Server);
        await using var interpreter = await stage.SignInAsync(stage.Hospital, "mai.ming");
        await open.Doctor.DoneAsync($"/api/consults/{open.Id}/interpreter", new JsonObject { ["language"] = "ug" });
        await Row(interpreter, open.Id).ClickAsync();
        await interpreter.Handle("interpreter-accept").WaitForAsync();
        await SeesNothingOfTheCaseAsync(interpreter);
        await interpreter.ShowAsync("interpreter-asked");
        await interpreter.ClickAsync("interpreter-accept");
        await JoinAsync(interpreter);
        await interpreter.ClickAsync("consent-recording-agree");
        await interpreter.Page.WaitForFunctionAsync("() => Object.values(__probe.watched).filter(one => one.frames > 5).length === 2");
        await SeesNothingOfTheCaseAsync(interpreter);
        await interpreter.ShowAsync("interpreter-room");
        await interpreter.ClickAsync("leave-room");
        await interpreter.ClickAsync("interpreter-give-back");
        await interpreter.Handle("interpreter-give-back").WaitForAsync(Gone);
        Sound(interpreter);
    }

    [Fact]
    public async Task The_patient_answers_on_a_phone_and_comes_in()
    {
        await using var open = await OpenCase.AskAsync(stage.Server);
        var link = await open.Doctor.DoneAsync($"/api/consults/{open.Id}/guests", new JsonObject { ["kind"] = "patient" });
        await using var patient = await stage.TakePhoneAsync((string)link["url"]!);
        await patient.Handle("guest-patient-name").FillAsync(RoleStage.PatientName);
        await patient.Handle("guest-identifier").FillAsync(RoleStage.IdentifierEnd);
        await patient.ShowAsync("patient-door");
        await patient.ClickAsync("guest-open");
        await patient.Handle("guest-consent-consult").WaitForAsync();
        await patient.ShowAsync("patient-consent");
        await patient.ClickAsync("guest-agree");
        await patient.Handle("guest-consent-recording").WaitForAsync();
        await patient.ClickAsync("guest-agree");
        await patient.Handle("guest-wait").WaitForAsync();
        await patient.ShowAsync("patient-waits");
        await open.MeetAsync(stage.Server);
        await patient.ClickAsync("guest-enter");
        await patient.Page.WaitForFunctionAsync("() => Object.values(__probe.watched).filter(one => one.frames > 5).length === 2");
        await patient.ShowAsync("patient-room");
        await patient.ClickAsync("mute-audio");
        await Expect(patient.Handle("mute-audio")).ToHaveAttributeAsync("aria-pressed", "true");
        await patient.ClickAsync("hold");
        await patient.Handle("guest-holding").WaitForAsync();
        await patient.ShowAsync("patient-hold");
        await patient.ClickAsync("hold");
        await patient.Handle("guest-holding").WaitForAsync(Gone);
        await patient.ClickAsync("leave-room");
        await patient.ClickAsync("guest-change-recording");
        await open.Doctor.UntilAsync($"/api/consults/{open.Id}", consult => (bool)consult["consents"]!.AsArray().Last(one =>
            (string?)one!["item"] == "recording" && (string?)one["subject"] == "patient")!["granted"]! is false);
        Sound(patient);
    }

    [Fact]
    public async Task The_records_officer_finds_the_closed_case_plays_exports_and_two_of_them_hold_it()
    {
        await FileACaseAsync();
        await using var officer = await stage.SignInAsync(stage.Hospital, "xu.fang");
        await officer.Handle("consult-open").First.WaitForAsync();
        await officer.ShowAsync("records-archive");
        await officer.Handle("consult-open").First.ClickAsync();
        await officer.ClickAsync("recording-play");
        await officer.Handle("recording-keeping").WaitForAsync();
        await officer.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=recording-video]').readyState >= 2");
        var download = await officer.Page.RunAndWaitForDownloadAsync(() => officer.ClickAsync("recording-export"));
        Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);
        await officer.Handle("keeping-reason").FillAsync("封存备查");
        await officer.ClickAsync("keeping-hold");
        await officer.Handle("keeping-take-back").WaitForAsync();
        await officer.ShowAsync("records-hold");

        await using var second = await stage.SignInAsync(stage.Clinic, "tang.yu");
        await second.Handle("consult-open").First.ClickAsync();
        await second.ClickAsync("recording-play");
        await second.ClickAsync("keeping-confirm");
        await second.Handle("keeping-release").WaitForAsync();
        Sound(officer, second);
    }

    [Fact]
    public async Task The_operator_keeps_the_network_and_never_sees_a_patient()
    {
        using var doctor = await ApiSession.SignInAsync(stage.Server, DemoPeople.Doctor);
        var consult = await doctor.WriteAsync(DemoPeople.Service, RoleStage.Patient, RoleStage.Summary);
        await using var keeper = await stage.SignInAsync(stage.Hospital, DemoPeople.Administrator);
        await keeper.Handle("network-file").WaitForAsync();
        var table = await keeper.Page.Context.APIRequest.GetAsync("/api/network/people.csv");
        await keeper.Handle("network-file").SetInputFilesAsync(new FilePayload
        {
            Name = "people.csv",
            MimeType = "text/csv",
            Buffer = await table.BodyAsync(),
        });
        await keeper.Handle("network-put").WaitForAsync();
        await keeper.ShowAsync("operator");
        await keeper.ClickAsync("network-put");
        await keeper.Handle("network-put").WaitForAsync(Gone);
        await Expect(keeper.Handle("network-result")).ToBeVisibleAsync();
        await SeesNothingOfTheCaseAsync(keeper);
        await keeper.Page.GotoAsync($"/#/consult/{consult}");
        await Expect(keeper.Page.Locator("main")).ToBeVisibleAsync();
        await SeesNothingOfTheCaseAsync(keeper);
        using var door = await ApiSession.SignInAsync(stage.Server, DemoPeople.Administrator);
        Assert.Equal(HttpStatusCode.NotFound, (await door.GetAsync($"/api/consults/{consult}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await door.GetAsync("/api/operator/links")).Status);
        Sound(keeper);
    }

    [Fact]
    public async Task The_privacy_officer_looks_into_who_opened_a_case_and_the_regulator_counts_and_neither_sees_the_case()
    {
        using var doctor = await ApiSession.SignInAsync(stage.Server, DemoPeople.Doctor);
        using var other = await ApiSession.SignInAsync(stage.Server, DemoPeople.OtherDoctor);
        var consult = await RoleStage.AskAsync(doctor, "paediatrics", "urgent");
        await other.DoneAsync($"/api/consults/{consult}/break-glass", new JsonObject { ["reason"] = "病人转到我院，急需病史。" });
        await using var officer = await stage.SignInAsync(stage.Hospital, "tang.xin");
        await officer.Handle("glass").First.WaitForAsync();
        await SeesNothingOfTheCaseAsync(officer);
        await officer.ShowAsync("privacy-officer");
        await using var regulator = await stage.SignInAsync(stage.Hospital, "lin.hai");
        await Expect(regulator.Handle("counts").Locator("tbody tr").First).ToBeVisibleAsync();
        await SeesNothingOfTheCaseAsync(regulator);
        await regulator.ShowAsync("regulator");
        await doctor.DoneAsync($"/api/consults/{consult}/cancel", new JsonObject { ["reason"] = "better" });
        Sound(officer, regulator);
    }

    [Fact]
    public async Task The_doctor_writes_a_copy_a_reviewer_releases_it_and_a_trainee_reads_it_without_a_name()
    {
        var consult = await AnswerACaseAsync();
        await using var doctor = await stage.SignInAsync(stage.Clinic, DemoPeople.Doctor);
        await doctor.Page.GotoAsync($"/#/consult/{consult}");
        await doctor.Handle("attach-file").SetInputFilesAsync(new FilePayload
        {
            Name = "ecg.png",
            MimeType = "image/png",
            Buffer = await DrawnAsync(doctor),
        });
        await doctor.Handle("attachment").WaitForAsync();
        await doctor.ClickAsync("library-agree");
        await doctor.ClickAsync("copy-write");
        await Expect(doctor.Handle("copy-findings")).ToHaveValueAsync("[…] 急性前壁心肌梗死。");
        await doctor.Handle("copy-file").CheckAsync();
        await doctor.Handle("library-card").EvaluateAsync("card => card.scrollIntoView()");
        await doctor.ShowAsync("requester-copy");
        await doctor.ClickAsync("copy-propose");
        await doctor.Handle("copy-withdraw").WaitForAsync();

        await using var reviewer = await stage.SignInAsync(stage.Hospital, "zhou.li");
        await Row(reviewer, consult).ClickAsync();
        await reviewer.Handle("copy-picture").WaitForAsync();
        await SeesNothingOfTheCaseAsync(reviewer);
        await reviewer.ShowAsync("reviewer-copy");
        await reviewer.ClickAsync("copy-release");
        await reviewer.Handle("copy-review").WaitForAsync(Gone);

        await using var trainee = await stage.SignInAsync(stage.Hospital, "ding.yan");
        await trainee.ClickAsync("to-library");
        await trainee.Handle("library-words").FillAsync("心肌梗死");
        await trainee.ClickAsync("library-search");
        await trainee.Handle("library-row").WaitForAsync();
        await trainee.ShowAsync("trainee-library");
        await trainee.ClickAsync("library-row");
        await trainee.Handle("copy-picture").WaitForAsync();
        await SeesNothingOfTheCaseAsync(trainee);
        await trainee.ShowAsync("trainee-copy");

        await doctor.ClickAsync("library-withdraw");
        await doctor.Handle("library-agree").WaitForAsync();
        await trainee.Page.ReloadAsync();
        await trainee.Handle("copy-gone").WaitForAsync();
        Sound(doctor, reviewer);
    }

    private static LocatorWaitForOptions Gone => new() { State = WaitForSelectorState.Detached };

    private static ILocator Row(Person person, string consult) =>
        person.Handle("consult-open").And(person.Page.Locator($"[href*='{Uri.EscapeDataString(consult)}']"));

    private static async Task JoinAsync(Person person)
    {
        await Expect(person.Handle("join-room")).ToBeEnabledAsync();
        await person.ClickAsync("join-room");
        await person.Handle("leave-room").WaitForAsync();
    }

    private static async Task SeesSomebodyAsync(Person person) =>
        await person.Page.WaitForFunctionAsync("() => Object.values(__probe.watched).some(one => one.frames > 5)");

    private static async Task StrokeAsync(Person person)
    {
        var box = await person.Handle("video-remote").First.BoundingBoxAsync() ?? throw new InvalidOperationException("nothing to draw on");
        await person.Page.Mouse.MoveAsync(box.X + (box.Width / 3), box.Y + (box.Height / 3));
        await person.Page.Mouse.DownAsync();
        await person.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2), new MouseMoveOptions { Steps = 8 });
        await person.Page.Mouse.UpAsync();
    }

    private async Task SignAsync(Person specialist, string? shown = null)
    {
        await specialist.Handle("opinion-text").FillAsync("急性前壁心肌梗死。");
        await specialist.Handle("opinion-advice").FillAsync("立即阿司匹林、替格瑞洛负荷量，转上级医院行急诊介入。");
        await specialist.Handle("opinion-password").FillAsync(DemoPeople.Password(stage.Server));
        if (shown is not null) await specialist.ShowAsync(shown);
        await specialist.ClickAsync("opinion-sign");
        await specialist.Handle("opinion-signed").WaitForAsync();
    }

    private static async Task SeesNothingOfTheCaseAsync(Person person)
    {
        await Expect(person.Page.Locator("body")).Not.ToContainTextAsync(RoleStage.PatientName);
        await Expect(person.Page.Locator("body")).Not.ToContainTextAsync(RoleStage.Summary);
    }

    /// <summary>A curve on a sheet: a picture with nobody's name in it.</summary>
    private static async Task<byte[]> DrawnAsync(Person person) => Convert.FromBase64String(await person.Page.EvaluateAsync<string>(
        """
        () => {
          const sheet = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
          const pen = sheet.getContext('2d');
          pen.fillStyle = '#fff6f4';
          pen.fillRect(0, 0, 640, 480);
          pen.strokeStyle = '#102030';
          pen.lineWidth = 2;
          for (let row = 0; row < 4; row++) {
            pen.beginPath();
            for (let x = 0; x < 640; x++) {
              const beat = x % 128;
              pen.lineTo(x, 90 + row * 100 - (beat > 40 && beat < 48 ? 60 : beat > 48 && beat < 90 ? 24 : 0));
            }
            pen.stroke();
          }
          return sheet.toDataURL('image/png').split(',')[1];
        }
        """));

    // Held, signed with the patient's name in it, and answered.
    private async Task<string> AnswerACaseAsync()
    {
        await using var open = await OpenCase.BeginAsync(stage.Server);
        var at = $"/api/consults/{open.Id}";
        await open.Doctor.DoneAsync($"{at}/end"); // It may be over before any media came; here that is nothing.
        using var specialist = await ApiSession.SignInAsync(stage.Server, OpenCase.Specialist);
        await specialist.DoneAsync($"{at}/opinion", new JsonObject { ["findings"] = RoleStage.PatientName + " 急性前壁心肌梗死。", ["advice"] = "立即转上级医院行急诊介入。" });
        await specialist.DoneAsync($"{at}/sign", new JsonObject { ["password"] = DemoPeople.Password(stage.Server) });
        await open.Doctor.DoneAsync($"{at}/acknowledge", new JsonObject { ["adopted"] = true });
        return open.Id;
    }

    // Both said yes, and the patient too: it is recorded, signed, answered and closed.
    private async Task FileACaseAsync()
    {
        await using var open = await OpenCase.BeginAsync(stage.Server);
        var (doctor, at) = (open.Doctor, $"/api/consults/{open.Id}");
        await doctor.ConsentOfThePatientAsync(open.Id, "recording");
        using var specialist = await ApiSession.SignInAsync(stage.Server, OpenCase.Specialist);
        await specialist.DoneAsync($"{at}/recording/start");
        await doctor.UntilAsync(at, consult => (long?)consult["recordings"]![0]?["recordedMs"] > 2_000);
        await doctor.DoneAsync($"{at}/recording/mark", new JsonObject { ["label"] = "ST" });
        await open.EndAsync();
        await specialist.DoneAsync($"{at}/opinion", new JsonObject { ["findings"] = "急性前壁心肌梗死。", ["advice"] = "转上级医院。" });
        await specialist.DoneAsync($"{at}/sign", new JsonObject { ["password"] = DemoPeople.Password(stage.Server) });
        await doctor.DoneAsync($"{at}/acknowledge", new JsonObject { ["adopted"] = true });
        await doctor.UntilAsync(at, consult => (string?)consult["recordings"]![0]!["state"] == "sealed");
        await doctor.DoneAsync($"{at}/close");
    }

    private void Sound(params Person[] people)
    {
        Assert.All(people, person => Assert.Empty(person.PageErrors));
        stage.Server.AssertNoExceptionLogged();
    }
}
