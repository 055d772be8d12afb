using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Consults.Scheduling;
using Telemed.Server.Reminders;

namespace Telemed.Server.Tests;

/// <summary>What a hospital's messenger is sent before an appointment, and which of its answers count.</summary>
public sealed class ReminderTests
{
    private static readonly Reminder Near = new(
        new("c-1"), new("cardiology"), new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero), [new("p-1"), new("p-2")]);

    [Fact]
    public async Task A_reminder_is_posted_with_its_key_and_token_and_without_a_patient()
    {
        var receiver = new Receiver(() => new HttpResponseMessage(HttpStatusCode.NoContent));

        Assert.True(await Sender(receiver).SendAsync(Near, TestContext.Current.CancellationToken));

        Assert.Equal((HttpMethod.Post, "https://messages.example/reminders"), (receiver.Method, receiver.Address));
        Assert.Equal("Bearer 0123456789abcdef", receiver.Authorization);
        Assert.Equal("c-1-1772443800000", receiver.Key);
        using var body = JsonDocument.Parse(receiver.Body);
        Assert.Equal(
            ["consult", "people", "service", "startsAt"],
            body.RootElement.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal("2026-03-02T09:30:00.000Z", body.RootElement.GetProperty("startsAt").GetString());
        Assert.Equal("p-2", body.RootElement.GetProperty("people")[1].GetString());
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task An_answer_that_is_no_success_is_a_no(HttpStatusCode answer) => Assert.False(
        await Sender(new Receiver(() => new HttpResponseMessage(answer))).SendAsync(Near, TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_receiver_that_cannot_be_reached_is_a_no() => Assert.False(
        await Sender(new Receiver(() => throw new HttpRequestException("down"))).SendAsync(Near, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Without_a_receiver_a_reminder_is_logged_and_done() => Assert.True(
        await new LogReminders(NullLogger<LogReminders>.Instance).SendAsync(Near, TestContext.Current.CancellationToken));

    private static HttpReminders Sender(Receiver receiver) => new(
        new HttpClient(receiver),
        new() { Url = new("https://messages.example/reminders"), Token = "0123456789abcdef" },
        NullLogger<HttpReminders>.Instance);

    private sealed class Receiver(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        public HttpMethod? Method { get; private set; }

        public string? Address { get; private set; }

        public string? Authorization { get; private set; }

        public string? Key { get; private set; }

        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Method, Address) = (request.Method, request.RequestUri!.ToString());
            Authorization = request.Headers.Authorization?.ToString();
            Key = request.Headers.GetValues("Idempotency-Key").Single();
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return answer();
        }
    }
}
