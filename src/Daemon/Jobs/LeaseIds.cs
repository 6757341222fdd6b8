using System.Security.Cryptography;

namespace Larder.Daemon.Jobs;

/// <summary>
/// Names for leases: all different, never 0, and none like its neighbours, so that a wrong one is nobody else's. Under the pool's lock.
/// </summary>
internal sealed class LeaseIds
{
    // Another start in each daemon: a client that comes back with the lease of the one before finds nothing.
    private ulong _counter = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    internal ulong Next()
    {
        ulong id;
        do
            id = Mix(_counter++);
        while (id == 0);
        return id;
    }

    /// <summary>The finalizer of splitmix64 (Steele, Lea, Flood 2014): a bijection, so that no two counts give the same.</summary>
    private static ulong Mix(ulong value)
    {
        value ^= value >> 30;
        value *= 0xbf58476d1ce4e5b9;
        value ^= value >> 27;
        value *= 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
