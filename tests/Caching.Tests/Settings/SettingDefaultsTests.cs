using Larder.Caching.Settings;
using static Larder.Caching.Tests.Settings.SettingsFixture;

namespace Larder.Caching.Tests.Settings;

public sealed class SettingDefaultsTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Without_anything_given_the_defaults_stand()
    {
        CacheSettings settings = _fixture.Load();

        Assert.Empty(settings.Problems);
        Assert.Equal(_fixture.Home + "/.cache/larder", Text(settings.Directory));
        Assert.Equal(10L << 30, settings.MaxSize);
        Assert.Equal(0, settings.MaxFiles);
        Assert.Null(settings.Umask);
        Assert.Equal(1, settings.Compression);
        Assert.False(settings.NoDaemon);
        Assert.True(settings.AutoStart);
        Assert.Equal(0, settings.MaxJobs);
        Assert.Equal(16L << 20, settings.MemorySize);
        Assert.Equal(TimeSpan.FromHours(1), settings.IdleTimeout);
        Assert.Empty(settings.Socket);
        Assert.Equal(EntrySharing.None, settings.ShareEntries);
        Assert.False(settings.Disable);
        Assert.False(settings.Passthrough);
        Assert.False(settings.ReadOnly);
        Assert.False(settings.Recache);
        Assert.False(settings.PreprocessorMode);
        Assert.True(settings.HashDirectory);
        Assert.Empty(settings.BaseDirectories);
        Assert.Equal(Sloppiness.None, settings.Sloppiness);
        Assert.Equal(CompilerCheck.Content, settings.CompilerCheck);
        Assert.Empty(settings.CompilerCheckText);
        Assert.Empty(settings.ExtraFiles);
        Assert.Empty(settings.IgnoreOptions);
        Assert.Empty(settings.Namespace);
        Assert.Empty(settings.PrefixCommand);
        Assert.True(settings.Stats);
        Assert.Empty(settings.Log);
        for (Setting setting = Setting.Dir; setting <= Setting.Log; setting++)
            Assert.Equal("default", Text(settings.OriginOf(setting).Describe(setting)));
    }

    [Fact]
    public void The_cache_stands_below_XDG_CACHE_HOME_where_that_is_set()
    {
        Assert.Equal("/x/larder", Text(_fixture.With("XDG_CACHE_HOME=/x/").Load().Directory));
    }

    [Theory]
    [InlineData("XDG_CACHE_HOME=relative")]
    [InlineData("XDG_CACHE_HOME=")]
    public void A_relative_or_empty_XDG_CACHE_HOME_is_ignored(string word)
    {
        Assert.Equal(_fixture.Home + "/.cache/larder", Text(_fixture.With(word).Load().Directory));
    }

    [Fact]
    public void Without_a_home_there_is_no_directory_and_one_clear_problem()
    {
        CacheSettings settings = _fixture.WithoutHome().Load();

        Assert.Empty(settings.Directory);
        SettingProblem problem = Assert.Single(settings.Problems);
        Assert.Equal(SettingProblemKind.NoDirectory, problem.Kind);
        Assert.Contains("dir has no value", problem.ToString());
        Assert.Contains("HOME", problem.ToString());
        Assert.Contains("LARDER_DIR", problem.ToString());
        Assert.Contains("accepted: an absolute path", problem.ToString());
    }

    [Fact]
    public void Without_a_home_LARDER_DIR_is_enough()
    {
        CacheSettings settings = _fixture.WithoutHome().With("LARDER_DIR=/c").Load();

        Assert.Empty(settings.Problems);
        Assert.Equal("/c", Text(settings.Directory));
    }

    [Fact]
    public void Every_row_has_a_name_a_meaning_and_a_default_that_it_accepts_itself()
    {
        for (Setting setting = Setting.Dir; setting <= Setting.Log; setting++)
        {
            SettingRow row = SettingTable.Row(setting);
            Assert.False(row.Name.IsEmpty);
            Assert.False(row.Meaning.IsEmpty);
            Assert.False(row.DefaultShown.IsEmpty);
            Assert.True(SettingTable.TryFind(row.Name, out Setting found));
            Assert.Equal(setting, found);
            Assert.True(SettingTable.TryFindVariable(SettingTable.VariableOf(setting).AsSpan(7), out found));
            Assert.Equal(setting, found);
            Assert.True(SettingKinds.TryParse(row.Kind, row.Default, "/h"u8, out _));
        }
    }
}
