using System.Diagnostics;
using System.Text;

namespace Larder.Compilers.Tests;

/// <summary>The installed gcc and clang, in a directory of their own. Tests fail with a clear message where they are absent.</summary>
internal sealed class RealCompiler : IDisposable
{
    public RealCompiler(CompilerFamily family)
    {
        Family = family;
        Directory = System.IO.Directory.CreateTempSubdirectory("larder-compilers-").FullName;
    }

    public CompilerFamily Family { get; }

    public string Directory { get; }

    /// <summary>Runs the driver; its exit status and what it wrote to both streams.</summary>
    public (int Status, string Text) Run(IEnumerable<string> arguments, DriverMode mode = DriverMode.C)
    {
        string name = (Family, mode) switch
        {
            (CompilerFamily.Gcc, DriverMode.C) => "gcc",
            (CompilerFamily.Gcc, _) => "g++",
            (_, DriverMode.C) => "clang",
            _ => "clang++",
        };
        var start = new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = Directory,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Fail($"these tests need {name} on the PATH");
            throw;
        }
    }

    public void Write(string path, string text) => WriteBytes(path, Encoding.UTF8.GetBytes(text));

    public void WriteBytes(string path, byte[] content)
    {
        string full = Path.Combine(Directory, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    /// <summary>All files below the directory, relative, sorted.</summary>
    public SortedSet<string> Files()
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories))
            files.Add(Path.GetRelativePath(Directory, file));
        return files;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
