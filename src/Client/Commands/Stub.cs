namespace Larder.Client.Commands;
internal static class CommandLineInterface { internal static int Run(string[] a) { _ = a; return 2; } }
internal static class CommandNames { internal static bool Contains(ReadOnlySpan<byte> w) => w.SequenceEqual("stats"u8); }
