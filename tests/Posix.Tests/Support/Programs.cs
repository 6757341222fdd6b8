using System.Text;

namespace Larder.Posix.Tests.Support;

/// <summary>Runs programs by the code under test.</summary>
internal static class Programs
{
    internal static ChildExit Run(string path, params byte[][] words)
    {
        SpawnRequest request = new()
        {
            Path = Encoding.UTF8.GetBytes(path),
            Arguments = [Encoding.UTF8.GetBytes(path), .. words],
            Environment = ProcessEnvironment.Current(),
        };
        Assert.Equal(Errno.None, ChildProcess.Start(request, out ChildProcess child));
        return child.Wait();
    }

    /// <summary>What a program writes.</summary>
    internal static byte[] Output(string path, ProcessEnvironment environment, params byte[][] words)
    {
        MemoryFile.Create(out FileDescriptor output);
        using (output)
        {
            SpawnRequest request = new()
            {
                Path = Encoding.UTF8.GetBytes(path),
                Arguments = [Encoding.UTF8.GetBytes(path), .. words],
                Environment = environment,
                Output = output,
                NoInput = true,
            };
            Assert.Equal(Errno.None, ChildProcess.Start(request, out ChildProcess child));
            Assert.True(child.Wait().Succeeded);
            output.Seek(0);
            return output.ReadToEnd(out _)!;
        }
    }
}
