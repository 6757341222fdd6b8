using System.Runtime.InteropServices;
using Larder.Caching.Running;
using Larder.Posix;

namespace Larder.Client;

/// <summary>
/// While the compiler runs, signals that would end this process go to the compiler, and this process ends after it, by the
/// same signal. Set up only around a compile: a hit has nothing to relay and doesn't pay for it.
/// gcc's driver dies of a signal without a word to the program that compiles, which would run on for its seconds, writing what nobody
/// waits for: a terminal sends Ctrl-C to all of them, a build tool that ends one job sends it to us alone.
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
            Release();
        }
    }

    public void Ended()
    {
        Release();
        if (_received != 0)
            Descendants.SignalGroup(_received);
    }

    public void Dispose() => Release();

    private void Release()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _registrations.Clear();
    }

    private void Relay(PosixSignal signal, int number, ChildProcess child) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            _received = number;
            Descendants.Adopt();
            child.Signal(number);
        }));
}
