using System.IO.Compression;
using System.Net;
using System.Text;

namespace Telemed.Server.Tests;

public sealed class PageTests : IAsyncLifetime
{
    private readonly string _page = Directory.CreateTempSubdirectory("telemed-page-").FullName;
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_page, "assets"));
        var script = string.Concat(Enumerable.Repeat("console.log('hello');\n", 200));
        await File.WriteAllTextAsync(Path.Combine(_page, "index.html"), "<!doctype html><title>Telemed</title>");
        await File.WriteAllTextAsync(Path.Combine(_page, "assets", "app-1a2b.js"), script);
        await using (var file = File.Create(Path.Combine(_page, "assets", "app-1a2b.js.br")))
        await using (var packed = new BrotliStream(file, CompressionLevel.Optimal))
        {
            await packed.WriteAsync(Encoding.UTF8.GetBytes(script));
        }

        _server = await TestServer.StartAsync($"Telemed:PageDirectory={_page}");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_page, recursive: true);
    }

    [Fact]
    public async Task Every_page_route_gets_the_start_and_no_other_address_does()
    {
        using var client = _server.Client();
        foreach (var route in (string[])["/", "/sign-in", "/consults/abc/room"])
        {
            var answer = await client.GetAsync(route);
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        }

        foreach (var missing in (string[])["/api/nothing", "/hubs/nothing", "/assets/gone.js", "/favicon.ico"])
        {
            Assert.Equal("not-found", await TestServer.ProblemAsync(await client.GetAsync(missing)));
        }
    }

    [Fact]
    public async Task A_hashed_file_is_sent_compressed_and_kept_for_ever()
    {
        using var client = _server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1a2b.js");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        var answer = await client.SendAsync(request);

        Assert.Equal("br", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.True(answer.Content.Headers.ContentLength < 200);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/app-1a2b.js");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);

        var plain = await client.GetStringAsync("/assets/app-1a2b.js");
        Assert.StartsWith("console.log", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_bounds_what_the_browser_may_do()
    {
        using var client = _server.Client();
        foreach (var path in (string[])["/", "/api/me", "/assets/app-1a2b.js", "/api/nothing"])
        {
            var answer = await client.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self' 'wasm-unsafe-eval';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("camera=(self)", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }
}
