using System.Diagnostics;
using Larder.Units.Replay.State;

namespace Larder.Units.Tests.Replay;

/// <summary>On the build files that the real cmake and meson write.</summary>
public sealed class OwnProgramsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("larder-own-").FullName;

    public OwnProgramsTests()
    {
        File.WriteAllText(_directory + "/gen.c", "int main(void) { return 0; }\n");
        File.WriteAllText(_directory + "/app.c", "int main(void) { return 0; }\n");
        File.WriteAllText(_directory + "/lib.c", "int f;\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("", false)]
    [InlineData("enable_testing()\nadd_test(NAME t COMMAND app)\n", false)]
    [InlineData("add_custom_command(OUTPUT t.h COMMAND cp ${CMAKE_CURRENT_SOURCE_DIR}/lib.c t.h)\nadd_custom_target(made ALL DEPENDS t.h)\n", false)]
    [InlineData("add_executable(gen gen.c)\nadd_custom_command(OUTPUT t.h COMMAND gen > t.h)\nadd_custom_target(made ALL DEPENDS t.h)\n", true)]
    [InlineData("add_custom_command(TARGET app POST_BUILD COMMAND app)\n", true)]
    [InlineData("add_custom_target(run ALL COMMAND app)\n", true)]
    public void Of_cmake(string lines, bool isRun)
    {
        File.WriteAllText(_directory + "/CMakeLists.txt", "cmake_minimum_required(VERSION 3.13)\nproject(p C)\nadd_executable(app app.c)\nadd_library(l SHARED lib.c)\ninstall(TARGETS app l)\n" + lines);
        Run("cmake", "-G", "Ninja", "-S", _directory, "-B", _directory + "/b");
        Assert.Equal(isRun, OwnPrograms.AreRun(_directory + "/b"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("test('t', app)\n", false)]
    [InlineData("custom_target('t', output: 't.h', input: 'lib.c', command: ['cp', '@INPUT@', '@OUTPUT@'], build_by_default: true)\n", false)]
    [InlineData("custom_target('t', output: 't.h', command: [executable('gen', 'gen.c')], capture: true, build_by_default: true)\n", true)]
    public void Of_meson(string lines, bool isRun)
    {
        File.WriteAllText(_directory + "/meson.build", "project('p', 'c')\napp = executable('app', 'app.c', install: true)\nshared_library('l', 'lib.c', install: true)\n" + lines);
        Run("meson", "setup", _directory + "/b", _directory);
        Assert.Equal(isRun, OwnPrograms.AreRun(_directory + "/b"));
    }

    [Fact]
    public void Where_nothing_can_be_told_they_may_be_run() => Assert.True(OwnPrograms.AreRun(_directory));

    private static void Run(string program, params string[] arguments)
    {
        // By name, or meson takes a ccache or sccache of the machine into the build.
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["CC"] = "gcc";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
