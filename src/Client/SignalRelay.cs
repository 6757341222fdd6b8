using System.Runtime.InteropServices;
using Larder.Caching.Running;
using Larder.Posix;

namespace Larder.Client;

/// <summary>
/// While the compiler runs, signals that would end this process go to the compiler, and this process ends after it, by the
/// same signal. Set up only around a compile: a hit has nothing to relay and doesn't pay for it.
/// </summary>
internal sealed class SignalRelay : IChildWatch, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private volatile int _received;

    /// <summary>The last signal that came, 0 for none.</summary>
    internal int Received => _received;

    public void Started(ChildProcess child)
    {
        try
        {
            Relay(PosixSignal.SIGINT, SignalNumber.Interrupt, child);
            Relay(PosixSignal.SIGTERM, SignalNumber.Terminate, child);
            Relay(PosixSignal.SIGHUP, SignalNumber.HangUp, child);
            Relay(PosixSignal.SIGQUIT, SignalNumber.Quit, child);
        }
        catch (Exception)
        {
            // The runtime needs a pipe and a thread for it, which limits on descriptors or processes may deny. Without it a signal
            // ends this process alone.
            Ended();
        }
    }

    public void Ended()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _registrations.Clear();
    }

    public void Dispose() => Ended();

    private void Relay(PosixSignal signal, int number, ChildProcess child) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _received = number;
            child.Signal(number);
        }));
}
