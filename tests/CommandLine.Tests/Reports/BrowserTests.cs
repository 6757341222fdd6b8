namespace Larder.CommandLine.Tests.Reports;

/// <summary>The page in a browser: it asks for nothing, complains of nothing, and fits.</summary>
public sealed class BrowserTests : IDisposable
{
    private readonly ReportedBuild _build = new();

    public void Dispose() => _build.Dispose();

    [ShimFact(HeadlessBrowser.Program)]
    public async Task It_is_whole_by_itself_and_fits_a_phone_and_a_desk_light_and_dark()
    {
        _build.Run("a session with a name that is longer than what a phone shows in one line", """
            long=a_source_whose_name_is_so_long_that_it_can_not_stand_in_one_line_of_anything_that_is_held_in_a_hand
            for name in $long '<script>document.title="hit"<'; do w "$name.c" 'int a;\n'; L gcc -c "./$name.c" -o x.o; L gcc -c "./$name.c" -o x.o; L gcc -DVERY_LONG_MACRO_NAME_THAT_HAS_NO_PLACE_TO_BREAK_AT=$long -c "./$name.c" -o x.o; done
            L gcc x.o -shared -o $long.so; L gcc -fplugin=$long -c $long.c 2> log || :
            """);
        _build.Report();
        await using HeadlessBrowser browser = new();
        await browser.StartAsync();
        Dictionary<string, string> colours = [];
        foreach (string scheme in (string[])["light", "dark"])
        {
            foreach (int width in (int[])[360, 800, 1280])
            {
                await browser.OpenAsync(_build.Page, width, scheme);
                Assert.True((await browser.EvaluateAsync("document.scrollingElement.scrollWidth")).GetInt32() <= width, $"wider than {width} pixels");

                // The numbers too, once they are unfolded.
                await browser.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true), true");
                Assert.True((await browser.EvaluateAsync("document.scrollingElement.scrollWidth")).GetInt32() <= width, $"unfolded wider than {width} pixels");
                Assert.Equal(0, (await browser.EvaluateAsync("document.scripts.length")).GetInt32());
                Assert.StartsWith("a session with a name", (await browser.EvaluateAsync("document.title")).GetString(), StringComparison.Ordinal);

                // Every bar of the timeline can be seen, and every plot has a name.
                Assert.True((await browser.EvaluateAsync("[...document.querySelectorAll('.job')].every(one => one.getBoundingClientRect().width > 0.3)")).GetBoolean());
                Assert.True((await browser.EvaluateAsync("[...document.querySelectorAll('svg[role=img]')].length >= 4 && [...document.querySelectorAll('svg[role=img]')].every(one => one.ariaLabel)")).GetBoolean());
                Assert.Single(browser.EventsOf("Network.requestWillBeSent"));
                Assert.Empty(browser.EventsOf("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"));
            }

            colours[scheme] = (await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.querySelector('.hit')).fill")).GetString()!;
        }

        Assert.NotEqual(colours["light"], colours["dark"]);
    }
}
