using System.Diagnostics;
using Larder.Units.Tests.Harness;

namespace Larder.Units.Tests.EndToEnd;

/// <summary>Rust crates and C libraries in one graph.</summary>
public sealed class RustTests : IDisposable
{
    private readonly UnitRepository _repository = new("rust");

    public RustTests()
    {
        if (RustFactAttribute.Compiler is { } compiler)
            _repository.Variables["FIXTURE_RUST"] = Path.GetDirectoryName(compiler)!;
    }

    public void Dispose() => _repository.Dispose();

    [RustFact]
    public void An_edit_in_C_reaches_the_Rust_library_that_links_it_and_one_in_a_crate_its_dependents()
    {
        Assert.Equal(["counter built", "dev.base built", "dev.plugin built"], _repository.Build());
        Assert.Equal(42, PluginValue());
        Assert.Empty(_repository.Build());

        _repository.Edit("counter/counter.c", "21", "50");
        Assert.Equal(["counter built", "dev.plugin built"], _repository.Build());
        Assert.Equal(100, PluginValue());

        _repository.Edit("base/src/lib.rs", "value * 2", "value * 3");
        Assert.Equal(["dev.base built", "dev.plugin built"], _repository.Build());
        Assert.Equal(150, PluginValue());

        // A comment in C ends where it changes no object.
        _repository.Edit("counter/counter.c", "return 50;", "return 50; /* fifty */");
        Assert.Equal(["counter built"], _repository.Build());

        _repository.Edit("base/src/lib.rs", "value * 3", "value * 2");
        _repository.Edit("counter/counter.c", "return 50; /* fifty */", "return 21;");
        Assert.Equal(["counter restored", "dev.base restored", "dev.plugin restored"], _repository.Build());
        Assert.Equal(42, PluginValue());
        Assert.NotEmpty(Directory.GetDirectories(_repository.Cache, "*.incremental", SearchOption.AllDirectories).SelectMany(Directory.GetDirectories));
    }

    [RustFact]
    public void A_crate_that_does_not_compile_is_shown_whole()
    {
        _repository.Edit("plugin/src/lib.rs", "base::doubled", "base::tripled");
        UnitRun run = _repository.Run("build");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("larder: dev.plugin: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("error[E0425]", run.Error, StringComparison.Ordinal);
        Assert.Contains("base::tripled", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What a program in C that loads the library gets.</summary>
    private int PluginValue()
    {
        string program = _repository.Root + "/use";
        File.WriteAllText(program + ".c", "extern int plugin_value(void);\nint main(void) { return plugin_value(); }\n");
        string library = _repository.View("dev.plugin", "lib") + "/lib";
        using Process link = Process.Start("gcc", [program + ".c", "-o", program, "-L" + library, "-lplugin", "-Wl,-rpath," + library]);
        link.WaitForExit();
        Assert.Equal(0, link.ExitCode);
        using Process use = Process.Start(program);
        use.WaitForExit();
        return use.ExitCode;
    }
}
