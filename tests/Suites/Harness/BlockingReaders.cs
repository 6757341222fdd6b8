using System.Runtime.CompilerServices;

namespace Larder.Suites.Harness;

/// <summary>
/// Every program that a test starts has two readers that block on its streams. The pool adds threads by ones and twos a second, so a crowd of clients
/// in one test would keep another one, which measures a wait, from reading what has long been written.
/// </summary>
internal static class BlockingReaders
{
    private const int Threads = 256;

    [ModuleInitializer]
    internal static void MakeRoom() => ThreadPool.SetMinThreads(Threads, Threads);
}
