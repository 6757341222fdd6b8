using System.Runtime.InteropServices;
using System.Text;

namespace Larder.Bench.Measuring;

/// <summary>A command ready to be started many times: arguments and environment are marshalled once, outside the measurement.</summary>
internal sealed unsafe class Command : IDisposable
{
    private readonly string[] arguments;
    private readonly nint argv;
    private readonly nint environment;
    private readonly nint actions;
    private readonly nint attributes;

    /// <summary>Runs <paramref name="arguments"/> (the first an absolute path) in <paramref name="directory"/>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">The whole environment of the command.</param>
    /// <param name="directory">Its working directory.</param>
    /// <param name="output">A file that takes standard output; standard error goes to the same file with ".err" behind it.</param>
    internal Command(string[] arguments, IReadOnlyDictionary<string, string> environment, string directory, string output)
    {
        this.arguments = arguments;
        argv = Vector(arguments);
        this.environment = Vector([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        actions = (nint)NativeMemory.AllocZeroed(NativeMethods.OpaqueSize);
        attributes = (nint)NativeMemory.AllocZeroed(NativeMethods.OpaqueSize);
        ErrorFile = output + ".err";

        Check(NativeMethods.ActionsInit((byte*)actions));
        Check(NativeMethods.ActionsAddChangeDirectory((byte*)actions, directory));
        Check(NativeMethods.ActionsAddOpen((byte*)actions, 0, "/dev/null", 0, 0));
        Check(NativeMethods.ActionsAddOpen((byte*)actions, 1, output, NativeMethods.WriteCreateTruncate, 0x1b6));
        Check(NativeMethods.ActionsAddOpen((byte*)actions, 2, ErrorFile, NativeMethods.WriteCreateTruncate, 0x1b6));
        Check(NativeMethods.AttributesInit((byte*)attributes));
        Check(NativeMethods.AttributesSetFlags((byte*)attributes, NativeMethods.SpawnDefaultSignals));
        // The .NET runtime ignores SIGPIPE, and children would inherit that.
        var signals = stackalloc byte[NativeMethods.OpaqueSize];
        Check(NativeMethods.SignalsFill(signals));
        Check(NativeMethods.AttributesSetDefaultSignals((byte*)attributes, signals));
        Check(NativeMethods.SignalsEmpty(signals));
        Check(NativeMethods.AttributesSetMask((byte*)attributes, signals));
    }

    /// <summary>Where standard error of the last run stands.</summary>
    internal string ErrorFile { get; }

    /// <summary>Starts the command and waits for its end.</summary>
    /// <exception cref="BenchException">It could not be started, or ended with another status than 0.</exception>
    internal Sample Run()
    {
        var sample = TryRun(out var status);
        if (status == 0)
            return sample;
        var detail = File.Exists(ErrorFile) ? File.ReadAllText(ErrorFile) : "";
        throw new BenchException($"status {status >> 8} (signal {status & 127}): {string.Join(' ', arguments)}\n{detail}");
    }

    /// <summary>As <see cref="Run"/>, but hands back how the command ended, as wait(2) does.</summary>
    internal Sample TryRun(out int status)
    {
        int pid;
        int ended;
        var usage = stackalloc long[18];
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var error = NativeMethods.Spawn(&pid, *(byte**)argv, (byte*)actions, (byte*)attributes, (byte**)argv, (byte**)environment);
        if (error != 0)
            throw new BenchException($"cannot start {arguments[0]}: error {error}");
        while (NativeMethods.Wait(pid, &ended, 0, usage) < 0)
        {
        }

        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        status = ended;
        var processor = ((usage[0] + usage[2]) * 1e6) + usage[1] + usage[3];
        return new Sample(elapsed.TotalMicroseconds, processor);
    }

    /// <summary>
    /// As <see cref="Run"/>, for what takes a while: with the most that the command itself had resident. (What wait4(2) says of that begins with what
    /// this program had when it started the command.)
    /// </summary>
    /// <exception cref="BenchException">It could not be started, or ended with another status than 0.</exception>
    internal Sample RunWatched()
    {
        const int NoHang = 1;
        int pid;
        int ended;
        var usage = stackalloc long[18];
        var resident = 0.0;
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var error = NativeMethods.Spawn(&pid, *(byte**)argv, (byte*)actions, (byte*)attributes, (byte**)argv, (byte**)environment);
        if (error != 0)
            throw new BenchException($"cannot start {arguments[0]}: error {error}");
        while (NativeMethods.Wait(pid, &ended, NoHang, usage) == 0)
        {
            resident = Math.Max(resident, MostResident(pid));
            Thread.Sleep(5);
        }

        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        if (ended != 0)
            throw new BenchException($"status {ended >> 8} (signal {ended & 127}): {string.Join(' ', arguments)}\n{File.ReadAllText(ErrorFile)}");
        return new Sample(elapsed.TotalMicroseconds, ((usage[0] + usage[2]) * 1e6) + usage[1] + usage[3], resident, usage[11] * 512.0, usage[12] * 512.0);
    }

    /// <summary>VmHWM of /proc/PID/status, in bytes; 0 when it has ended.</summary>
    private static double MostResident(int pid)
    {
        foreach (var line in File.ReadLines($"/proc/{pid}/status"))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                return 1024.0 * long.Parse(line.AsSpan("VmHWM:".Length).TrimEnd("kB").Trim(), System.Globalization.CultureInfo.InvariantCulture);
        }

        return 0;
    }

    public void Dispose()
    {
        _ = NativeMethods.ActionsDestroy((byte*)actions);
        _ = NativeMethods.AttributesDestroy((byte*)attributes);
        NativeMemory.Free((void*)actions);
        NativeMemory.Free((void*)attributes);
        FreeVector(argv);
        FreeVector(environment);
    }

    private static void Check(int error)
    {
        if (error != 0)
            throw new BenchException($"cannot prepare a command: error {error}");
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private static nint Vector(string[] strings)
    {
        var vector = (byte**)NativeMemory.Alloc((nuint)(strings.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Length; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(strings[i]);
            vector[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(vector[i], bytes.Length));
        }

        vector[strings.Length] = null;
        return (nint)vector;
    }

    private static void FreeVector(nint address)
    {
        var vector = (byte**)address;
        for (var i = 0; vector[i] != null; i++)
            NativeMemory.Free(vector[i]);
        NativeMemory.Free(vector);
    }
}
