using System.Diagnostics;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Larder.CommandLine.Tests.Reports;

/// <summary>Chromium without a window, spoken to by its own protocol (https://chromedevtools.github.io/devtools-protocol/).</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    internal const string Program = "/usr/bin/chromium";

    /// <summary>A busy machine is no reason to fail; a browser that hangs is.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _end = new(s_limit);
    private readonly string _home = Directory.CreateTempSubdirectory("larder-browser-").FullName;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonElement> _events = [];
    private Process? _process;
    private int _calls;

    /// <summary>What has happened since the last look, of the kinds that have this in their names.</summary>
    internal IEnumerable<string> EventsOf(params string[] kinds) =>
        _events.Where(one => kinds.Contains(one.GetProperty("method").GetString(), StringComparer.Ordinal)).Select(static one => one.GetRawText());

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _end.Dispose();
        for (int attempt = 0; Directory.Exists(_home) && attempt < 50; attempt++)
        {
            // Children of the browser may still be writing there.
            try
            {
                Directory.Delete(_home, recursive: true);
            }
            catch (IOException)
            {
                await Task.Delay(100);
            }
        }
    }

    internal async Task StartAsync()
    {
        // Without its sandbox, which root can't have; the page is this test's own.
        ProcessStartInfo start = new(Program, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={_home}", "about:blank"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["HOME"] = _home;
        _process = Process.Start(start)!;
        string? address = null;
        while (address is null && await _process.StandardError.ReadLineAsync(_end.Token) is { } line)
        {
            if (line.StartsWith("DevTools listening on ws://", StringComparison.Ordinal))
                address = new Uri(line["DevTools listening on ".Length..]).Authority;
        }

        Assert.NotNull(address);
        _ = _process.StandardError.ReadToEndAsync(_end.Token);
        using HttpClient client = new();
        JsonElement targets = JsonDocument.Parse(await client.GetStringAsync(new Uri($"http://{address}/json"), _end.Token)).RootElement;
        string page = targets.EnumerateArray().First(static target => target.GetProperty("type").GetString() == "page").GetProperty("webSocketDebuggerUrl").GetString()!;
        await _socket.ConnectAsync(new Uri(page), _end.Token);
        foreach (string domain in (string[])["Page", "Log", "Runtime", "Network"])
            await CallAsync(domain + ".enable", "{}");
    }

    /// <summary>Opens a file as a screen of a width shows it, in a scheme of colours.</summary>
    internal async Task OpenAsync(string file, int width, string scheme)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", $$"""{"width":{{width}},"height":800,"deviceScaleFactor":1,"mobile":{{(width < 500 ? "true" : "false")}}}""");
        await CallAsync("Emulation.setEmulatedMedia", $$"""{"features":[{"name":"prefers-color-scheme","value":"{{scheme}}"}]}""");
        _events.Clear();
        await CallAsync("Page.navigate", $$"""{"url":"file://{{file}}"}""");
        while (!_events.Exists(static one => one.GetProperty("method").GetString() == "Page.loadEventFired"))
            await ReceiveAsync();
    }

    /// <summary>The value of an expression in the page.</summary>
    internal async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement result = await CallAsync("Runtime.evaluate", $$"""{"returnByValue":true,"expression":{{JsonSerializer.Serialize(expression)}}}""");
        return result.GetProperty("result").GetProperty("value");
    }

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        int id = ++_calls;
        await _socket.SendAsync(Encoding.UTF8.GetBytes($$"""{"id":{{id}},"method":"{{method}}","params":{{parameters}}}"""), WebSocketMessageType.Text, endOfMessage: true, _end.Token);
        while (true)
        {
            JsonElement message = await ReceiveAsync();
            if (message.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
                return message.TryGetProperty("result", out JsonElement result) ? result : throw new InvalidOperationException(message.GetRawText());
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        using MemoryStream message = new();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
            message.Write(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);
        JsonElement received = JsonDocument.Parse(message.ToArray()).RootElement;
        if (received.TryGetProperty("method", out _))
            _events.Add(received);
        return received;
    }
}
