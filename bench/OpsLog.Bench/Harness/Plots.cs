using OpsLog.Bench.Curves;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace OpsLog.Bench.Harness;

/// <summary>The figures as drawings.</summary>
internal static class Plots
{
    private const double Width = 1100;
    private const double RowHeight = 30;
    private const double CurveHeight = 560;

    private const double Frame = 60;
    private const double Titles = 300;
    private const double LegendSpace = 30;

    /// <summary>Colours that people with any colour vision can distinguish (Okabe and Ito).</summary>
    private static readonly OxyColor[] s_colours =
    [
        OxyColor.FromRgb(0, 114, 178), OxyColor.FromRgb(213, 94, 0), OxyColor.FromRgb(0, 158, 115), OxyColor.FromRgb(204, 121, 167),
        OxyColor.FromRgb(230, 159, 0), OxyColor.FromRgb(86, 180, 233), OxyColor.FromRgb(90, 90, 90),
    ];

    private static readonly MarkerType[] s_markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Diamond, MarkerType.Triangle];

    /// <summary>Writes <c>name-rows.svg</c> and <c>name-size.svg</c>.</summary>
    public static void Write(string folder, string name, IReadOnlyList<ScenarioResult> results, IReadOnlyList<Curve> curves)
    {
        if (results.Count > 0)
        {
            int largest = results.Max(result => result.Records);
            ScenarioResult[] rows = [.. results.Where(result => result.Records == largest && result.BestPeer is not null)];
            Export(Rows(rows), Path.Combine(folder, $"{name}-rows.svg"), (2 * Frame) + (RowHeight * rows.Length));
        }

        if (curves.Count > 0)
        {
            Export(Sizes(curves), Path.Combine(folder, $"{name}-size.svg"), CurveHeight);
        }
    }

    /// <summary>A line for each scenario, and a point for each other side: how much better OpsLog is than it.</summary>
    private static PlotModel Rows(ScenarioResult[] results)
    {
        PlotModel model = Model(results.Length == 0 ? "" : $"OpsLog against the others, {Format.Count(results[0].Records)} records", Titles);
        model.Axes.Add(Logarithmic(AxisPosition.Bottom, "OpsLog is better by this factor; left of 1 it is worse"));
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Left,
            Minimum = -0.5,
            Maximum = results.Length - 0.5,
            MajorStep = 1,
            MinorTickSize = 0,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray,
            LabelFormatter = place => Math.Round(place) is var row && row >= 0 && row < results.Length ? results[results.Length - 1 - (int)row].Scenario.Title : "",
        });
        var points = results.SelectMany((result, i) => result.Sides.Where(side => side.Kind != SideKind.OpsLog).Select(side =>
            (Group: GroupOf(side), X: Statistics.Median(result.Advantage(result.OpsLog, side)), Y: (double)(results.Length - 1 - i))));
        foreach (var group in points.Where(point => double.IsFinite(point.X) && point.X > 0).GroupBy(point => point.Group))
        {
            int style = model.Series.Count;
            ScatterSeries series = new()
            {
                Title = group.Key,
                MarkerType = s_markers[style % s_markers.Length],
                MarkerFill = s_colours[style % s_colours.Length],
                MarkerSize = 5,
            };
            series.Points.AddRange(group.Select(point => new ScatterPoint(point.X, point.Y)));
            model.Series.Add(series);
        }

        model.Annotations.Add(new LineAnnotation { Type = LineAnnotationType.Vertical, X = 1, Color = OxyColors.Black, LineStyle = LineStyle.Solid });
        return model;
    }

    private static PlotModel Sizes(IReadOnlyList<Curve> curves)
    {
        PlotModel model = Model("Cost of one operation against the size of the store", Frame);
        model.Axes.Add(Logarithmic(AxisPosition.Bottom, "records"));
        model.Axes.Add(Logarithmic(AxisPosition.Left, "microseconds"));
        foreach (Curve curve in curves)
        {
            int style = model.Series.Count;
            LineSeries line = new()
            {
                Title = curve.Name,
                Color = s_colours[style % s_colours.Length],
                MarkerType = s_markers[style % s_markers.Length],
                MarkerSize = 4,
            };
            line.Points.AddRange(curve.Points.Select(point => new DataPoint(point.Records, Statistics.Median(point.Values))));
            model.Series.Add(line);
        }

        return model;
    }

    /// <summary>An axis with a label at each power of ten, and a little space beyond the outermost points.</summary>
    private static LogarithmicAxis Logarithmic(AxisPosition position, string title) => new()
    {
        Position = position,
        Title = title,
        MajorGridlineStyle = LineStyle.Dot,
        MinimumPadding = 0.05,
        MaximumPadding = 0.05,
        LabelFormatter = value => value >= 100 ? value.ToString("N0") : value.ToString("0.#####"),
    };

    private static string GroupOf(Measured side) => side.Kind == SideKind.Limit ? "limit" : side.Name.Split(',')[0];

    private static PlotModel Model(string title, double left)
    {
        PlotModel model = new()
        {
            Title = title,
            TitleFontSize = 14,
            DefaultFont = "sans-serif",
            Background = OxyColors.White,
            Padding = new OxyThickness(LegendSpace / 2),
            PlotMargins = new OxyThickness(left, LegendSpace, LegendSpace, Frame),
        };
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.RightTop,
            LegendMargin = LegendSpace,
            LegendLineSpacing = 4,
        });
        return model;
    }

    private static void Export(PlotModel model, string path, double height) => File.WriteAllText(
        path,
        new SvgExporter { Width = Width, Height = height, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new WideText() }.ExportToString(model).ReplaceLineEndings("\n"));
}
