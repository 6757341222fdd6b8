using System.Runtime.InteropServices;

namespace Larder.CommandLine.Units;

/// <summary>Ctrl-C and its like, while something runs that has to be ended with it.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>A shell's status of what a signal ended: this and its number.</summary>
    private const int SignalBase = 128;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    internal Interruption() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 1)),
        ];

    internal CancellationToken Token => _source.Token;

    /// <summary>What to end with.</summary>
    internal int Status { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context, int number)
    {
        // The second one ends larder itself, whatever it is about.
        context.Cancel = !_source.IsCancellationRequested;
        Status = SignalBase + number;
        _source.Cancel();
    }
}
