package org.tanhwg.experiments.search;

import java.util.List;
import org.tanhwg.experiments.report.Page;
import org.tanhwg.experiments.result.SearchResult;

final class SearchReports {
    static Page page(SearchResult result, String config) { return new Page("search", "", List.of()); }
}
