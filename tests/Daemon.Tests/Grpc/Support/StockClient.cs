using System.Diagnostics;

namespace Larder.Daemon.Tests.Grpc.Support;

/// <summary>
/// Debian's python3-grpcio with stubs that protoc makes of larder.proto for it: nothing of larder's but the .proto and the script of what
/// to call, stock_client.py.
/// </summary>
internal static class StockClient
{
    /// <summary>Debian's: the packages are for this one, whatever else is on PATH.</summary>
    private const string Python = "/usr/bin/python3";

    private const string Protoc = "/usr/bin/protoc";
    private const string Plugin = "/usr/bin/grpc_python_plugin";

    private static readonly Lazy<string> Stubs = new(GenerateStubs);

    /// <summary>Why there is no such client here, or null.</summary>
    public static string? FindObstacle()
    {
        foreach (string tool in (ReadOnlySpan<string>)[Python, Protoc, Plugin])
        {
            if (!File.Exists(tool))
                return $"needs {tool} (python3-grpcio, protobuf-compiler, protobuf-compiler-grpc)";
        }

        (int status, _, string error) = Run(Python, "-c", "import grpc, google.protobuf");
        return status == 0 ? null : "needs python3-grpcio and python3-protobuf: " + error;
    }

    /// <summary>Runs one case of stock_client.py to its end, which has to be a good one; returns its process id.</summary>
    public static async Task<int> RunAsync(TestServer server, string name)
    {
        string script = SourceRoot.PathOf("tests/Daemon.Tests/Grpc/stock_client.py");
        using Process process = Start(Python, script, Stubs.Value, server.SocketPath, name);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{name}: status {process.ExitCode}\n{output}{await error}");
        return process.Id;
    }

    private static string GenerateStubs()
    {
        string stubs = Directory.CreateTempSubdirectory("larder-stubs-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(stubs, recursive: true);
        (int status, _, string error) = Run(
            Protoc, "--proto_path=" + SourceRoot.PathOf("src/Protocol"), "--python_out=" + stubs, "--grpc_python_out=" + stubs,
            "--plugin=protoc-gen-grpc_python=" + Plugin, "larder.proto");
        Assert.True(status == 0, "protoc: " + error);
        return stubs;
    }

    private static (int Status, string Output, string Error) Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        return Process.Start(start) ?? throw new InvalidOperationException(program);
    }
}
